package index

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"

	"rcfwd/api/settings"
)

// store keeps the lines of an index.
type store interface {
	path() string // "" for none

	// open returns what is there now. It stays the same while it is open, except that it
	// may grow.
	open() (view, error)

	// append writes whole lines behind what is there, or nothing.
	append(lines []byte) error

	// replace writes all lines again. write has the old ones.
	replace(write func(old view, to io.Writer) error) error

	clear() error
}

// view is what a store holds: size bytes, the last of which may belong to a line that is
// being written.
type view struct {
	io.ReaderAt
	size  int64
	close func() error
}

// memory is a store without a file.
type memory struct {
	mu    sync.Mutex
	lines []byte
}

func (m *memory) path() string { return "" }

func (m *memory) open() (view, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return viewOf(m.lines), nil
}

func viewOf(lines []byte) view {
	return view{bytes.NewReader(lines), int64(len(lines)), func() error { return nil }}
}

func (m *memory) append(lines []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lines = append(m.lines, lines...)
	return nil
}

func (m *memory) replace(write func(view, io.Writer) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var b bytes.Buffer
	if err := write(viewOf(m.lines), &b); err != nil {
		return err
	}
	m.lines = b.Bytes()
	return nil
}

func (m *memory) clear() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lines = nil
	return nil
}

// file is a store in a folder. It opens the file for each access, so that another process
// can replace it in between.
type file struct {
	name, lock string // paths

	mu      sync.Mutex
	checked int64       // up to which place the versions of the lines are known
	of      os.FileInfo // of the file that was checked
}

func newFile(dir, name string) (*file, error) {
	if err := settings.MakeOwnFolder(dir); err != nil {
		return nil, err
	}
	base := filepath.Join(dir, name)
	return &file{name: base + ".jsonl", lock: base + ".lock"}, nil
}

func (f *file) path() string { return f.name }

func (f *file) open() (view, error) {
	opened, err := settings.OpenRegular(f.name, os.O_RDONLY)
	if errors.Is(err, os.ErrNotExist) {
		return viewOf(nil), nil
	}
	if err != nil {
		return view{}, err
	}
	info, err := opened.Stat()
	if err != nil {
		return view{}, errors.Join(err, opened.Close())
	}
	return view{opened, info.Size(), opened.Close}, nil
}

// withLock calls run while no other process writes.
func (f *file) withLock(run func() error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := settings.CheckRegular(f.lock); err != nil {
		return err
	}
	l := flock.New(f.lock)
	if err := l.Lock(); err != nil {
		return err
	}
	defer func() { _ = l.Unlock() }()
	return run()
}

func (f *file) append(lines []byte) error {
	return f.withLock(func() error {
		opened, err := settings.OpenRegular(f.name, os.O_RDWR|os.O_CREATE)
		if err != nil {
			return err
		}
		return errors.Join(f.appendTo(opened, lines), opened.Close())
	})
}

// appendTo writes lines with one call of Write, in the place of a line that was not
// finished: its writer was killed, and did not learn that it was kept.
func (f *file) appendTo(opened *os.File, lines []byte) error {
	info, err := opened.Stat()
	if err != nil {
		return err
	}
	size, err := wholeSize(opened, info.Size())
	if err == nil {
		err = f.checkVersions(opened, info, size)
	}
	if err == nil && size < info.Size() {
		err = opened.Truncate(size)
	}
	if err != nil {
		return err
	}
	if _, err := opened.WriteAt(lines, size); err != nil {
		return errors.Join(err, opened.Truncate(size))
	}
	f.checked = size + int64(len(lines))
	return opened.Sync()
}

// checkVersions refuses a file with a line of a later version. It reads what was not
// checked before.
func (f *file) checkVersions(opened *os.File, info os.FileInfo, size int64) error {
	if f.of == nil || !os.SameFile(f.of, info) || f.checked > size {
		f.of, f.checked = info, 0
	}
	part := io.NewSectionReader(opened, f.checked, size-f.checked)
	err := eachLine(part, part.Size(), func(line []byte, _ int64) error { return f.refuseNewer(line) })
	if err == nil {
		f.checked = size
	}
	return err
}

func (f *file) refuseNewer(line []byte) error {
	if v := lineVersion(line); v > Version {
		return &NewerError{Path: f.name, Version: v}
	}
	return nil
}

// wholeSize returns the size of the lines that are finished.
func wholeSize(r io.ReaderAt, size int64) (int64, error) {
	const step = 64 << 10
	block := make([]byte, step)
	for size > 0 {
		from := max(0, size-step)
		part := block[:size-from]
		if _, err := r.ReadAt(part, from); err != nil && err != io.EOF {
			return 0, err
		}
		if i := bytes.LastIndexByte(part, '\n'); i >= 0 {
			return from + int64(i) + 1, nil
		}
		size = from
	}
	return 0, nil
}

// replace writes a new file beside the old one and renames it.
func (f *file) replace(write func(view, io.Writer) error) error {
	return f.withLock(func() error {
		old, err := f.open()
		if err != nil {
			return err
		}
		next := f.name + ".new"
		if err := errors.Join(writeNew(next, old, write), old.close()); err != nil {
			return errors.Join(err, os.Remove(next))
		}
		f.of = nil
		return os.Rename(next, f.name)
	})
}

func writeNew(name string, old view, write func(view, io.Writer) error) error {
	opened, err := settings.OpenRegular(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	err = write(old, opened)
	if err == nil {
		err = opened.Sync()
	}
	return errors.Join(err, opened.Close())
}

func (f *file) clear() error {
	return f.withLock(func() error {
		if err := os.Remove(f.name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	})
}
