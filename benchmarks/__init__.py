"""The speed targets, measured side by side with their anchors: `python -m benchmarks [S1,S3,S8]`."""
