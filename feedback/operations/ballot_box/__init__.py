"""What raters left behind before close: erased at close, held by nothing but a stop."""
