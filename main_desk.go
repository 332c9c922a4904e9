package main

import (
	"os"
	"path/filepath"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/settings"
	"rcfwd/ui"
)

// editor is where the changes of one extension are made and written down.
type editor struct {
	*journal.Writer
	*journal.Journal
}

// editor opens the journal; that of the demo is forgotten with it.
func (d *connector) editor(client *api.Client, where journal.Scope, self api.Extension) (ui.Editor, error) {
	who := journal.Actor{ID: self.ID, Number: self.Number, Name: self.Name}
	if d.inMemory {
		j := journal.Memory(where, who)
		return editor{journal.NewWriter(client, j), j}, nil
	}
	folders, err := settings.FindFolders(os.Getenv)
	if err != nil {
		return nil, err
	}
	j, err := journal.Open(journalFolder(folders), where, who)
	if err != nil {
		return nil, err
	}
	return editor{journal.NewWriter(client, j), j}, nil
}

func journalFolder(f settings.Folders) string { return filepath.Join(f.State, "journal") }
