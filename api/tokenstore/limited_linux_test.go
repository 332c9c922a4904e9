package tokenstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func init() { processes["limited"] = saveOnALimitedDisk }

// saveOnALimitedDisk saves a record on a disk that takes 100 bytes of it.
func saveOnALimitedDisk() int {
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 100, Max: 100}); err != nil {
		fmt.Println("error", err)
		return 1
	}
	err := processStore().Save(context.Background(), numberedRecord(2))
	fmt.Println(errors.Is(err, syscall.EFBIG), err)
	return 0
}

// A disk that takes a part of the file leaves the old record, and no half file.
func TestFileStore_keepsTheOldRecordWhenTheDiskTakesAPart(t *testing.T) {
	folders := newFolders(t)
	s := newFileStore(folders, "work")
	if err := s.Save(t.Context(), numberedRecord(1)); err != nil {
		t.Fatal(err)
	}
	if line := startProcess(t, "limited", folders).line(); !strings.HasPrefix(line, "true Could not write ") {
		t.Error(line)
	}
	if got, err := s.Load(t.Context()); err != nil || got.Token.Refresh != "1;" {
		t.Errorf("%v, %v", got, err)
	}
	if files, err := os.ReadDir(filepath.Dir(s.file.Path())); err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
}
