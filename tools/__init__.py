"""Commands of the development host and of the product's own pages."""
