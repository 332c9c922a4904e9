package cli

import (
	"os"
	"path/filepath"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/journal"
	"rcfwd/api/settings"
	"rcfwd/ui"
)

// editor makes the changes of one extension and records them.
type editor struct {
	*change.Writer
	*journal.Journal
}

// editor opens the journal. The demo has one in memory.
func (c *connector) editor(client *api.Client, scope journal.Scope, self api.Extension) (ui.Editor, error) {
	actor := journal.Actor{ID: self.ID, Number: self.Number, Name: self.Name}
	if c.inMemory {
		j := journal.Memory(scope, actor)
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
