package tokenstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"

	"rcfwd/api/settings"
)

// keyringPart is the number of bytes in one entry. Windows takes 2560; macOS
// takes a command line of 4096, in which four bytes stand for three of ours.
const keyringPart = 2000

// maxParts is the number of entries that no record exceeds.
const maxParts = maxRecord / keyringPart

// keyringService is the service under which the entries are kept.
const keyringService = "rcfwd"

// keyringStore keeps a record in the keyring, in as many entries as it needs.
// Save writes the parts first, under numbers that are not in use, and then the
// head, which says where they are. An interrupted Save leaves the old record.
type keyringStore struct {
	keyring Keyring
	name    string
	busy    chan struct{} // holds a token while a call is under way, however late

	caught func(any) // see Options.Caught; may be nil
}

func newKeyringStore(k Keyring, name string) *keyringStore {
	return &keyringStore{keyring: k, name: name, busy: make(chan struct{}, 1)}
}

func (s *keyringStore) Load(ctx context.Context) (*Record, error) {
	data, _, err := s.read(ctx)
	if err != nil || data == nil {
		return nil, err
	}
	r, err := decode(data)
	if err != nil {
		return nil, cmp.Or(refuseNewer(s.described(), r), s.unusable(err))
	}
	r.newer = refuseNewer(s.described(), r)
	return r, nil
}

// checkVersion returns an error when the keyring holds a record of a later version, or
// fails to say so.
func (s *keyringStore) checkVersion(ctx context.Context) error {
	r, err := s.Load(ctx)
	if settings.IsNewer(err) || errors.Is(err, ErrKeyring) {
		return err
	}
	return r.Newer()
}

// described names the record to people.
func (s *keyringStore) described() string { return fmt.Sprintf("The entry %q of the keyring", s.name) }

func (s *keyringStore) unusable(reason error) error {
	return settings.UserErrorf(reason, "%s cannot be used: it %v. Remove it from the keyring (service %s), or run rcfwd logout, and sign in again.", s.described(), reason, keyringService)
}

// head is the entry that says which parts make up the record.
type head struct {
	set   string // a or b: of the two sets of parts, the one in use
	parts int
	sum   uint32 // CRC-32 of all parts
}

// headMark begins a head; the digit is its version.
const headMark = "rcfwd1"

// headVersion returns the version of a head, also of a later one, or 0.
func headVersion(text string) int {
	mark, _, _ := strings.Cut(text, " ")
	digits, ok := strings.CutPrefix(mark, "rcfwd")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil {
		return 0
	}
	return n
}

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

// part returns the name of an entry. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (s *keyringStore) part(set string, n int) string { return fmt.Sprintf("%s/%s%d", s.name, set, n) }

// read returns the stored data and its head, or nil data when there is none.
func (s *keyringStore) read(ctx context.Context) ([]byte, head, error) {
	text, err := s.get(ctx, s.name)
	if errors.Is(err, ErrNotFound) {
		return nil, head{}, nil
	}
	if err != nil {
		return nil, head{}, err
	}
	if err := settings.RefuseNewer(s.described(), headVersion(text), recordVersion); err != nil {
		return nil, head{}, err
	}
	h, err := readHead(text)
	if err != nil {
		return nil, head{}, s.unusable(err)
	}
	var all strings.Builder
	for n := range h.parts {
		part, err := s.get(ctx, s.part(h.set, n))
		if errors.Is(err, ErrNotFound) {
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

func (s *keyringStore) Save(ctx context.Context, r *Record) error {
	data, err := encode(r)
	if err != nil {
		return err
	}
	kept, old, err := s.read(ctx)
	if err != nil {
		return err
	}
	before, _ := decode(kept) // what is no record is replaced
	if err := refuseNewer(s.described(), before); err != nil {
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
	s.removeParts(ctx, old)
	return nil
}

// removeParts removes the parts of a head that was replaced. What it cannot
// remove is overwritten by the Save after the next.
func (s *keyringStore) removeParts(ctx context.Context, old head) {
	for n := range old.parts {
		if s.remove(ctx, s.part(old.set, n)) != nil {
			return
		}
	}
}

// Erase removes the parts of both sets and then the head, so that it can be run
// again after an interruption.
func (s *keyringStore) Erase(ctx context.Context) error {
	if err := s.checkVersion(ctx); err != nil {
		return err
	}
	for _, set := range []string{"a", "b"} {
		for n := range maxParts {
			if _, err := s.get(ctx, s.part(set, n)); errors.Is(err, ErrNotFound) {
				break
			}
			if err := s.remove(ctx, s.part(set, n)); err != nil {
				return err
			}
		}
	}
	return s.remove(ctx, s.name)
}

// Probe writes, reads and removes an entry of the size of a part.
func (s *keyringStore) Probe(ctx context.Context) error {
	r, err := s.Load(ctx)
	if err := cmp.Or(err, r.Newer()); err != nil {
		return err
	}
	entry, text := s.name+"/probe", strings.Repeat("p", keyringPart)
	if err := s.set(ctx, entry, text); err != nil {
		return err
	}
	got, err := s.get(ctx, entry)
	if err == nil && got != text {
		err = settings.UserErrorf(nil, "The keyring does not return what was stored. Choose another store.")
	}
	return errors.Join(err, s.remove(ctx, entry))
}
