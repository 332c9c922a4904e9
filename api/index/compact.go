package index

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"time"
)

// DefaultKeep is how long earlier readings that differed are kept.
const DefaultKeep = 30 * 24 * time.Hour

// Compaction is what a compaction did.
type Compaction struct {
	Before, After int64 // sizes in bytes
	Done          bool  // false where less than half was old
}

// Compact writes the file again without what is old: it keeps the newest reading of each
// extension, and those that differed and held within the time of keep. Readings that saw the
// same, one after another, become one with SameSince. An extension that has been gone for
// longer than keep is dropped.
func (x *Index) Compact(now time.Time, keep time.Duration) (Compaction, error) {
	return x.compact(now, keep, false)
}

// CompactHalfOld is Compact that leaves a file alone of which less than half is old.
func (x *Index) CompactHalfOld(now time.Time, keep time.Duration) (Compaction, error) {
	return x.compact(now, keep, true)
}

// errLeft ends a compaction that is not worth it.
type errLeft struct{}

func (errLeft) Error() string { return "less than half is old" }

func (x *Index) compact(now time.Time, keep time.Duration, halfOld bool) (done Compaction, err error) {
	err = x.store.replace(func(old view, to io.Writer) error {
		kept, err := keptLines(old, x.store.path(), now.Add(-keep).UnixMilli())
		if err != nil {
			return err
		}
		done.Before, done.After = old.size, sizeOf(kept)
		if halfOld && done.After*2 > done.Before {
			return errLeft{}
		}
		return copyLines(to, &reader{view: old}, kept)
	})
	if _, left := errors.AsType[errLeft](err); left {
		return Compaction{Before: done.Before, After: done.Before}, nil
	}
	done.Done = err == nil
	return done, err
}

// keptLine is a line that a compaction keeps.
type keptLine struct {
	span
	since int64 // when it was first read so, where the line does not say it; 0 for none
}

// sameReadings are readings of an extension, one after another, that saw the same.
type sameReadings struct {
	last         span
	since        int64 // of the first
	readAt, says int64 // of the last, and since when it says that this was read so
}

// keptLines returns the lines that a compaction keeps, in their order.
func keptLines(v view, path string, cutoff int64) (kept []keptLine, err error) {
	runs := map[string][]sameReadings{}
	t := newTable()
	t.run = func(e *entry, s span, h head, differs bool) {
		of := runs[e.id]
		if differs {
			of = append(of, sameReadings{since: h.since})
		}
		same := &of[len(of)-1]
		same.last, same.readAt, same.says = s, h.readAt, h.since
		runs[e.id] = of
	}
	if err := t.fill(v, path); err != nil {
		return nil, err
	}
	for i := range t.entries {
		kept = append(kept, t.entries[i].keptLines(runs[t.entries[i].id], cutoff)...)
	}
	for _, s := range t.marks.kept() {
		kept = append(kept, keptLine{span: s})
	}
	slices.SortFunc(kept, func(a, b keptLine) int { return cmp.Compare(a.at, b.at) })
	return slices.DeleteFunc(kept, func(k keptLine) bool { return k.none() }), nil
}

// keptLines returns the lines of an extension that are kept: one for all readings that saw
// the same.
func (e *entry) keptLines(runs []sameReadings, cutoff int64) []keptLine {
	if e.gone && max(e.listedAt, e.readAt) < cutoff {
		return nil
	}
	kept := []keptLine{{span: e.listed}, {span: e.broken}}
	for i, r := range runs {
		if i < len(runs)-1 && runs[i+1].since < cutoff {
			continue // another one held at the cutoff
		}
		k := keptLine{span: r.last}
		if r.since != r.says {
			k.since = r.since
		}
		kept = append(kept, k)
	}
	return kept
}

// kept returns the marks that may still hold.
func (m *marks) kept() []span {
	const most = 16
	return m.spans[max(0, len(m.spans)-most):]
}

func sizeOf(lines []keptLine) (size int64) {
	for _, k := range lines {
		size += int64(k.n) + 1
		if k.since != 0 {
			size += int64(len(sinceName) + len(timeForm) + 1)
		}
	}
	return size
}

func copyLines(to io.Writer, r *reader, lines []keptLine) error {
	buffer := make([]byte, 0, 2*chunk)
	for _, k := range lines {
		line, err := r.line(k.span)
		if err != nil {
			return err
		}
		buffer = appendKept(buffer, line, k.since)
		if len(buffer) < chunk {
			continue
		}
		if _, err := to.Write(buffer); err != nil {
			return err
		}
		buffer = buffer[:0]
	}
	_, err := to.Write(buffer)
	return err
}

// appendKept appends a line, with the time since which it was read so.
func appendKept(b, line []byte, since int64) []byte {
	h, ok := readHead(line, false)
	if since == 0 || !ok || h.since != h.readAt {
		return append(append(b, line...), '\n')
	}
	start := len(b)
	b = append(b, line[:h.timesEnd]...)
	b = appendTime(b, sinceName, timeOf(since))
	b = append(b, line[h.timesEnd:len(line)-sumLength]...)
	return appendSum(b, start)
}
