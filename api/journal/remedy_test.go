package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rcfwd/api"
)

// The advice is about the cause.
func TestFileError_advisesByItsCause(t *testing.T) {
	t.Parallel()
	j := openJournal(t, t.TempDir())
	if err := errors.Join(os.WriteFile(j.Path(), nil, 0o600), os.Truncate(j.Path(), maxRead+1)); err != nil {
		t.Fatal(err)
	}
	_, err1 := j.History()
	err2 := j.AppendIntent(&Entry{Op: OpRemove})
	folder := openJournal(t, t.TempDir())
	if err := os.Mkdir(folder.Path(), 0o700); err != nil {
		t.Fatal(err)
	}
	_, err3 := folder.History()
	failed := func(err error) error {
		return &FileError{Path: j.Path(), Cause: &os.PathError{Op: "write", Path: j.Path(), Err: err}}
	}
	name := filepath.Base(j.Path())
	tests := []struct {
		err  error
		want []string
	}{
		{err1, []string{"is longer than 64 MiB", "mv ", name + ".old"}},
		{err2, []string{"is longer than 64 MiB", "mv "}},
		{err3, []string{"not a regular file", "mv "}},
		{failed(syscall.ENOSPC), []string{"no space left", "Free some space on its disk"}},
		{failed(syscall.EACCES), []string{"permission denied", "writable for you"}},
	}
	for _, tt := range tests {
		advice := api.Explain(tt.err).String()
		for _, want := range tt.want {
			if !strings.Contains(advice, want) {
				t.Errorf("%s lacks %q", advice, want)
			}
		}
		if strings.Contains(advice, "Free some disk space, or") {
			t.Errorf("the advice of all causes: %s", advice)
		}
	}
}
