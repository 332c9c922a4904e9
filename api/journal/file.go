package journal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"rcfwd/api/settings"
)

const (
	// maxSize is the size in bytes at which a file is rotated. A change takes about a
	// kilobyte.
	maxSize = 1 << 20

	// maxRead is the size in bytes up to which a file is read. Rotation keeps files far
	// below it.
	maxRead = 64 << 20

	// lockTimeout is how long a write waits for the write of another process, which may
	// itself be waiting for a rate limit of a minute.
	lockTimeout = 2 * time.Minute
	lockPoll    = 50 * time.Millisecond
)

// fileStore is a store in a folder. It opens the files for each access, so that another
// process can rotate them in between, also on systems where an open file cannot be
// renamed.
type fileStore struct {
	dir, extension        string
	current, older, next  string // paths
	accessLock, writeLock string // paths
	maxSize               int64
	sem                   semaphore // within this process; taken before the write lock
}

func newFileStore(dir, name, extension string) (*fileStore, error) {
	if err := settings.MakeOwnFolder(dir); err != nil {
		return nil, err
	}
	base := filepath.Join(dir, name)
	return &fileStore{
		dir: dir, extension: extension,
		current: base + ".jsonl", older: base + ".old.jsonl", next: base + ".new.jsonl",
		accessLock: base + ".lock", writeLock: base + ".write", maxSize: maxSize, sem: newSemaphore(),
	}, nil
}

func (f *fileStore) path() string { return f.current }

var errTooLong = fmt.Errorf("it is longer than %d MiB, so rcfwd did not write all of it", maxRead>>20)

// withLock calls run while no other process accesses the files.
func (f *fileStore) withLock(run func() error) error {
	if err := settings.CheckRegular(f.accessLock); err != nil {
		return err
	}
	l := flock.New(f.accessLock)
	if err := l.Lock(); err != nil {
		return err
	}
	defer func() { _ = l.Unlock() }()
	if err := f.finishRotation(); err != nil {
		return err
	}
	return run()
}

func (f *fileStore) append(line []byte, sync bool) error {
	return f.withLock(func() error {
		if err := f.rotate(int64(len(line))); err != nil {
			return err
		}
		file, err := settings.OpenRegular(f.current, os.O_RDWR|os.O_CREATE|os.O_APPEND)
		if err != nil {
			return err
		}
		return errors.Join(appendLine(file, line, sync), file.Close())
	})
}

// appendLine writes a line with one call of Write. The rest of a line that a crash cut
// off becomes a line of its own. If the write fails, the file gets its old size.
func appendLine(file *os.File, line []byte, sync bool) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	if !endsLine(file, size) {
		line = append([]byte("\n"), line...)
	}
	if _, err := file.Write(line); err != nil {
		return errors.Join(err, file.Truncate(size))
	}
	if sync {
		return file.Sync()
	}
	return nil
}

func endsLine(file *os.File, size int64) bool {
	var last [1]byte
	if size == 0 {
		return true
	}
	_, err := file.ReadAt(last[:], size-1)
	return err == nil && last[0] == '\n'
}

// read reads the files of earlier versions first: their changes are the older ones.
func (f *fileStore) read() (parts []part, err error) {
	for _, base := range profileFiles(f.dir, f.extension) {
		earlier, err := readProfileFiles(base)
		if err != nil {
			return nil, err
		}
		parts = append(parts, earlier...)
	}
	err = f.withLock(func() error {
		own, err := f.readAll()
		parts = append(parts, own...)
		return err
	})
	return parts, err
}

// readProfileFiles reads the files of a version before 2, which may be running beside.
func readProfileFiles(base string) (parts []part, err error) {
	lock := base + ".lock"
	if err := settings.CheckRegular(lock); err != nil {
		return nil, err
	}
	l := flock.New(lock)
	if err := l.RLock(); err != nil {
		return nil, err
	}
	defer func() { _ = l.Unlock() }()
	return readParts(base+".old.jsonl", base+".jsonl")
}

func (f *fileStore) readAll() ([]part, error) { return readParts(f.older, f.current) }

// readParts reads those of the files that exist.
func readParts(names ...string) ([]part, error) {
	var parts []part
	for _, name := range names {
		text, err := readFile(name)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		parts = append(parts, part{name, text})
	}
	return parts, nil
}

func readFile(name string) ([]byte, error) {
	file, err := settings.OpenRegular(name, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.Size() > maxRead {
		err = &os.PathError{Op: "read", Path: name, Err: errTooLong}
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	text, err := io.ReadAll(io.LimitReader(file, maxRead))
	return text, errors.Join(err, file.Close())
}

func (f *fileStore) lockWrites(ctx context.Context) (func(), error) {
	if err := f.sem.acquire(ctx); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, lockTimeout, &BusyError{Path: f.writeLock})
	defer cancel()
	release, err := f.lockAll(func(l *flock.Flock) (bool, error) { return l.TryLockContext(ctx, lockPoll) })
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if busy, is := errors.AsType[*BusyError](err); is {
		busy.PID = pidIn(busy.Path)
	}
	return release, err
}

// pidIn returns the id of the process that holds a write lock, as it has written it there; 0
// where it cannot be read.
func pidIn(lock string) int {
	text, err := os.ReadFile(lock)
	if err != nil {
		return 0
	}
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return pid
}

// writePID writes into the write lock, which is held, who holds it; 0 is no one any more. It
// only helps a person to find the process, so a failure is ignored, as on systems where a
// locked file cannot be written.
func writePID(lock string, pid int) {
	text := ""
	if pid != 0 {
		text = strconv.Itoa(pid) + "\n"
	}
	if file, err := os.OpenFile(lock, os.O_WRONLY|os.O_TRUNC, 0); err == nil {
		_, _ = file.WriteString(text)
		_ = file.Close()
	}
}

func (f *fileStore) tryLockWrites() (func(), bool, error) {
	if !f.sem.tryAcquire() {
		return nil, false, nil
	}
	release, err := f.lockAll((*flock.Flock).TryLock)
	return release, err == nil && release != nil, err
}

// lockAll takes the write lock, and those of earlier versions that wrote a journal of
// the extension: an older rcfwd may be running beside. They are taken in one order by
// all. Without every lock it holds none, and release is nil.
func (f *fileStore) lockAll(take func(*flock.Flock) (bool, error)) (release func(), err error) {
	var held []*flock.Flock
	release = func() {
		if len(held) > 0 {
			writePID(f.writeLock, 0)
		}
		for _, l := range slices.Backward(held) {
			_ = l.Unlock()
		}
		f.sem.release()
	}
	for _, name := range f.writeLocks() {
		l, ok := flock.New(name), false
		if err = settings.CheckRegular(name); err == nil {
			ok, err = take(l)
		}
		if !ok {
			release()
			return nil, err
		}
		held = append(held, l)
	}
	writePID(f.writeLock, os.Getpid())
	return release, nil
}

func (f *fileStore) writeLocks() []string {
	locks := []string{f.writeLock}
	for _, base := range profileFiles(f.dir, f.extension) {
		locks = append(locks, base+".write")
	}
	return locks
}
