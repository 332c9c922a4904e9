package settings

import (
	"context"
	"io"
	"os"
	"sync"
	"time"
)

const (
	updatePause = time.Millisecond // between two tries to take the lock of an Update
	updateTime  = time.Second      // how long Update waits; only a process that was stopped holds the lock as long
)

// updating has a *sync.Mutex for each path of an Update: within the process no caller has
// to try the lock of the file again and again.
var updating sync.Map

// Update replaces what the file holds by what edit returns for it, while no other process
// does; nil leaves it as it is. The content is written in place and not forced to the
// disk, so a process that is killed meanwhile may leave the end of the old content behind
// the new one: the content must say where it ends. That makes Update fit for what is
// changed with every request and can be lost.
//
// The error is ctx's or one for people, of the kind ErrNoLock or ErrLocked when there is
// no lock to be had; edit was not called then.
func (f PrivateFile) Update(ctx context.Context, edit func(data []byte) []byte) error {
	here, _ := updating.LoadOrStore(f.path, &sync.Mutex{})
	here.(*sync.Mutex).Lock()
	defer here.(*sync.Mutex).Unlock()
	unlock, err := f.lock(ctx, f.path+".lock", updatePause, updateTime)
	if err != nil {
		return err
	}
	defer unlock()
	file, err := f.folders.openPrivateTo("write", f.path, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, MaxPrivateFile))
	if err != nil {
		return fileError("read", f.path, err)
	}
	next := edit(data)
	if next == nil {
		return nil
	}
	_, err = file.WriteAt(next, 0)
	if err == nil && len(next) < len(data) {
		err = file.Truncate(int64(len(next)))
	}
	if err != nil {
		return fileError("write", f.path, err)
	}
	return nil
}
