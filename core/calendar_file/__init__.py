"""Calendar files (iCalendar, RFC 5545) as other programs read and write them; knows of no practice."""
