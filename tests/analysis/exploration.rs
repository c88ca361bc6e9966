//! Laws and bad input of what is found in a series or a table.
