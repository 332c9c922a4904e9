package signin

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"time"

	"github.com/zalando/go-keyring"

	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// keyringTime is how long a keyring may take: one that waits for somebody to
// unlock it on another screen would stop everything.
const keyringTime = 3 * time.Second

// keyringPart is how much goes into one entry. Windows takes 2560 bytes; macOS
// takes a command line of 4096, in which four bytes stand for three of ours.
const keyringPart = 2000

// maxParts is as many entries as a record can need.
const maxParts = maxRecord / keyringPart

// keyringService is what the entries are filed under.
const keyringService = "rcfwd"

// ring is a keyring of the operating system.
type ring interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
	Delete(service, user string) error
}

// systemRing is the real one.
type systemRing struct{}

func (systemRing) Get(service, user string) (string, error) { return keyring.Get(service, user) }
func (systemRing) Set(service, user, secret string) error   { return keyring.Set(service, user, secret) }
func (systemRing) Delete(service, user string) error        { return keyring.Delete(service, user) }

// keyringStore keeps a record in the keyring, in as many entries as it needs:
// the parts first, under numbers that are not in use, and then the head, which
// says where they are. So an interrupted save leaves the old record.
type keyringStore struct {
	ring ring
	name string
	busy chan struct{} // holds a token while a call is under way, however late

	caught func(any) // see Options.Caught
}

func newKeyringStore(r ring, name string) *keyringStore {
	return &keyringStore{ring: r, name: name, busy: make(chan struct{}, 1)}
}

func (s *keyringStore) load(ctx context.Context) (*record, error) {
	data, _, err := s.read(ctx)
	if err != nil || data == nil {
		return nil, err
	}
	r, err := decode(data)
	if err != nil {
		return nil, s.unusable(err)
	}
	return r, nil
}

func (s *keyringStore) unusable(why error) error {
	return settings.UserErrorf(why, "The entry %q of the keyring cannot be used: it %v. Remove it from the keyring (service %s), or run rcfwd logout, and sign in again.", s.name, why, keyringService)
}

// head is the entry that says which parts make up the record.
type head struct {
	set   string // a or b: of the two sets of parts, the one in use
	parts int
	sum   uint32 // of all parts
}

const headMark = "rcfwd1"

func (h head) String() string { return fmt.Sprintf("%s %s %d %08x", headMark, h.set, h.parts, h.sum) }

func readHead(text string) (head, error) {
	f := strings.Fields(text)
	if len(f) != 4 || f[0] != headMark {
		return head{}, errForeign
	}
	parts, err := strconv.Atoi(f[2])
	sum, sumErr := strconv.ParseUint(f[3], 16, 32)
	if err != nil || sumErr != nil || parts < 1 || parts > maxParts || f[1] != "a" && f[1] != "b" {
		return head{}, errDamaged
	}
	return head{set: f[1], parts: parts, sum: uint32(sum)}, nil
}

func (s *keyringStore) part(set string, n int) string { return fmt.Sprintf("%s/%s%d", s.name, set, n) }

// read gives what is kept, or nil.
func (s *keyringStore) read(ctx context.Context) ([]byte, head, error) {
	text, err := s.get(ctx, s.name)
	if errors.Is(err, keyring.ErrNotFound) {
		return nil, head{}, nil
	}
	if err != nil {
		return nil, head{}, err
	}
	h, err := readHead(text)
	if err != nil {
		return nil, head{}, s.unusable(err)
	}
	var all strings.Builder
	for n := range h.parts {
		part, err := s.get(ctx, s.part(h.set, n))
		if errors.Is(err, keyring.ErrNotFound) {
			return nil, h, s.unusable(errDamaged)
		}
		if err != nil {
			return nil, h, err
		}
		all.WriteString(part)
	}
	if crc32.ChecksumIEEE([]byte(all.String())) != h.sum {
		return nil, h, s.unusable(errDamaged)
	}
	return []byte(all.String()), h, nil
}

func (s *keyringStore) save(ctx context.Context, r *record) error {
	data, err := encode(r)
	if err != nil {
		return err
	}
	_, old, err := s.read(ctx)
	if err != nil {
		return err
	}
	next := head{set: "a", sum: crc32.ChecksumIEEE(data)}
	if old.set == "a" {
		next.set = "b"
	}
	for len(data) > 0 {
		n := min(keyringPart, len(data))
		if err := s.set(ctx, s.part(next.set, next.parts), string(data[:n])); err != nil {
			return err
		}
		data = data[n:]
		next.parts++
	}
	if err := s.set(ctx, s.name, next.String()); err != nil {
		return err
	}
	s.drop(ctx, old)
	return nil
}

// drop removes parts that nothing leads to any more; should it fail, the save
// after the next overwrites them.
func (s *keyringStore) drop(ctx context.Context, old head) {
	for n := range old.parts {
		if s.remove(ctx, s.part(old.set, n)) != nil {
			return
		}
	}
}

// erase removes the parts of both sets and then the head, so that one that is
// interrupted can be run again.
func (s *keyringStore) erase(ctx context.Context) error {
	for _, set := range []string{"a", "b"} {
		for n := range maxParts {
			if _, err := s.get(ctx, s.part(set, n)); errors.Is(err, keyring.ErrNotFound) {
				break
			}
			if err := s.remove(ctx, s.part(set, n)); err != nil {
				return err
			}
		}
	}
	return s.remove(ctx, s.name)
}

// probe has the keyring take, give and lose an entry of the size of a part.
func (s *keyringStore) probe(ctx context.Context) error {
	if _, err := s.load(ctx); err != nil {
		return err
	}
	entry, text := s.name+"/probe", strings.Repeat("p", keyringPart)
	if err := s.set(ctx, entry, text); err != nil {
		return err
	}
	got, err := s.get(ctx, entry)
	if err == nil && got != text {
		err = settings.UserErrorf(nil, "The keyring does not give back what it was given. Choose another store.")
	}
	return errors.Join(err, s.remove(ctx, entry))
}

func (s *keyringStore) get(ctx context.Context, entry string) (string, error) {
	return s.call(ctx, func() (string, error) { return s.ring.Get(keyringService, entry) })
}

func (s *keyringStore) set(ctx context.Context, entry, secret string) error {
	_, err := s.call(ctx, func() (string, error) { return "", s.ring.Set(keyringService, entry, secret) })
	return err
}

func (s *keyringStore) remove(ctx context.Context, entry string) error {
	_, err := s.call(ctx, func() (string, error) { return "", s.ring.Delete(keyringService, entry) })
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}

// errKeyring is the kind of every failure of the keyring itself.
var errKeyring = errors.New("the keyring failed")

// call has the keyring do one thing, for three seconds. A call that comes to
// life later still finishes before the next begins, or it would put back what
// is out of date.
func (s *keyringStore) call(ctx context.Context, do func() (string, error)) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, keyringTime, errKeyring)
	defer cancel()
	select {
	case s.busy <- struct{}{}:
	case <-ctx.Done():
		return "", late(ctx)
	}
	type answer struct {
		text string
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		a.err = guard(s.caught, func() (err error) {
			a.text, err = do()
			return err
		})
		<-s.busy
		done <- a
	}()
	select {
	case a := <-done:
		return a.text, keyringTrouble(a.err)
	case <-ctx.Done():
		return "", late(ctx)
	}
}

func late(ctx context.Context) error {
	if errors.Is(context.Cause(ctx), errKeyring) {
		return settings.UserErrorf(errKeyring, "The keyring did not answer within %v. Unlock it and try again, or choose another store.", keyringTime)
	}
	return ctx.Err()
}

// keyringTrouble words a failure. What the system's tools say may quote what
// they were given, so only what is known to be harmless is passed on.
func keyringTrouble(err error) error {
	switch {
	case err == nil, errors.Is(err, keyring.ErrNotFound), errors.Is(err, errPanicked):
		return err
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return settings.UserErrorf(errKeyring, "The keyring does not take that much. Choose another store.")
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return settings.UserErrorf(errKeyring, "This system has no keyring that rcfwd knows. Choose another store.")
	}
	text := rest.Clean(err.Error())
	if len(text) > 100 {
		text = text[:100]
	}
	return settings.UserErrorf(errKeyring, "The keyring cannot be used (%s). If it is locked unlock it, or choose another store.", text)
}
