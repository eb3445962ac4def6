"""Pictures (JPEG, PNG, WebP, TIFF): what they tell beside it is taken off, and no pixel is touched."""
