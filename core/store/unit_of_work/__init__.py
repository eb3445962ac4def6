"""One transaction of a person: `writer`, what every repository shares, and the audit that goes with it."""
