"""Pictures (JPEG, PNG, WebP): what they tell besides the picture is taken off, and no pixel is touched."""
