"""Record linkage over columns of match keys; knows kinds, not headings."""
