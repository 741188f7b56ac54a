package activity

// Sorts are the orders of a history: there is one.
var Sorts = []string{"entry"}
