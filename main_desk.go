package main

import (
	"os"
	"path/filepath"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/signin"
	"rcfwd/ui"
)

// desk is where the changes of one extension are made and written down.
type desk struct {
	*journal.Writer
	*journal.Journal
}

// desk opens the journal; that of the demo is forgotten with it.
func (d *door) desk(client *api.Client, where journal.Where, self api.Extension) (ui.Desk, error) {
	who := journal.Who{ID: self.ID, Number: self.Number, Name: self.Name}
	if d.inMemory {
		j := journal.Memory(where, who)
		return desk{journal.NewWriter(client, j), j}, nil
	}
	folders, err := signin.FindFolders(os.Getenv)
	if err != nil {
		return nil, err
	}
	j, err := journal.Open(journalFolder(folders), where, who)
	if err != nil {
		return nil, err
	}
	return desk{journal.NewWriter(client, j), j}, nil
}

func journalFolder(f signin.Folders) string { return filepath.Join(f.State, "journal") }
