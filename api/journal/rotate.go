package journal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"rcfwd/api/settings"
)

// rotate makes the current file the older one when more bytes would make it too long.
// The next file starts with the lines of the previous older file about pending changes,
// which would be lost otherwise.
func (f *fileStore) rotate(more int64) error {
	info, err := os.Lstat(f.current)
	if errors.Is(err, os.ErrNotExist) || err == nil && info.Size()+more <= f.maxSize {
		return nil
	}
	if err != nil {
		return err
	}
	parts, err := f.readAll()
	if err != nil {
		return err
	}
	var carried []byte
	if len(parts) == 2 {
		carried = pendingLines(parts[0].text, parts[1].text)
	}
	if err := writeNew(f.next, carried); err != nil {
		return err
	}
	return f.finishRotation()
}

// finishRotation renames the files, also when a program ended before it did so. The next
// file is complete if it exists, since writeNew renames it last.
func (f *fileStore) finishRotation() error {
	if _, err := os.Lstat(f.next); err != nil {
		return nil
	}
	if err := os.Rename(f.current, f.older); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := os.Rename(f.next, f.current); err != nil {
		return err
	}
	syncDir(filepath.Dir(f.current))
	return nil
}

// writeNew creates a file that is complete if it exists.
func writeNew(name string, text []byte) error {
	draft := name + ".draft"
	if err := settings.CheckRegular(draft); err != nil {
		return err
	}
	file, err := settings.OpenRegular(draft, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(draft, name)
}

// syncDir makes renames durable where a folder can be synced.
func syncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// pendingLines returns the lines of older about changes whose outcome is not known.
func pendingLines(older, current []byte) []byte {
	open := map[string]bool{}
	for _, text := range [][]byte{older, current} {
		for raw := range bytes.Lines(text) {
			l, err := decode(raw)
			switch {
			case err != nil:
			case l.Event == intentEvent:
				open[l.ID] = true
			case l.Outcome != "" && l.Outcome != Unknown:
				delete(open, l.ID)
			}
		}
	}
	var kept []byte
	for raw := range bytes.Lines(older) {
		if l, err := decode(raw); err == nil && open[l.ID] {
			kept = append(append(kept, bytes.TrimSuffix(raw, []byte("\n"))...), '\n')
		}
	}
	return kept
}
