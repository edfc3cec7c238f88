"""What touches the whole book: where it is, whether it is sound, bringing it up to date."""
