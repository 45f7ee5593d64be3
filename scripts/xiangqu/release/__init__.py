"""Making, checking, describing and publishing the files of a release."""
