package signin

// children are what the test binary can be for another test, by name.
var children = map[string]func() int{}
