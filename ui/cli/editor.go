package cli

import (
	"os"
	"path/filepath"
	"sync"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/index"
	"rcfwd/api/journal"
	"rcfwd/api/settings"
	"rcfwd/ui"
)

// editor makes the changes of one extension and records them.
type editor struct {
	*change.Writer
	*journal.Journal
}

// Journals keeps the journals and the index of --demo, which are in memory, from one command
// to the next. The zero value is empty; nil keeps none.
type Journals struct {
	mu      sync.Mutex
	byScope map[journal.Scope]*journal.Journal
	index   *index.Index
}

// openIndex returns the index of the demo company.
func (k *Journals) openIndex() *index.Index {
	if k == nil {
		return index.InMemory()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.index == nil {
		k.index = index.InMemory()
	}
	return k.index
}

// open returns the journal of a scope.
func (k *Journals) open(scope journal.Scope, actor journal.Actor) *journal.Journal {
	if k == nil {
		return journal.Memory(scope, actor)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.byScope == nil {
		k.byScope = map[journal.Scope]*journal.Journal{}
	}
	if k.byScope[scope] == nil {
		k.byScope[scope] = journal.Memory(scope, actor)
	}
	return k.byScope[scope]
}

// editor opens the journal. The demo has one in memory.
func (c *connector) editor(client *api.Client, scope journal.Scope, self *api.Extension) (ui.Editor, error) {
	actor := journal.Actor{ID: self.ID, Number: self.Number, Name: self.Name}
	if c.inMemory {
		j := c.journals.open(scope, actor)
		return editor{change.NewWriter(client, j), j}, nil
	}
	folders, err := settings.FindFolders(os.Getenv)
	if err != nil {
		return nil, err
	}
	j, err := journal.Open(journalFolder(folders), scope, actor)
	if err != nil {
		return nil, err
	}
	return editor{change.NewWriter(client, j), j}, nil
}

func journalFolder(f settings.Folders) string { return filepath.Join(f.State, "journal") }
