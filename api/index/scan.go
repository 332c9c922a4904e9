package index

import (
	"bytes"
	"io"
)

// chunk is how much of a file is read at a time.
const chunk = 256 << 10

// eachLine calls visit for each finished line, without its line end, and with its place.
// The line is valid until visit returns. What follows the last line end is left out: it
// is being written, or its writer was killed.
func eachLine(r io.ReaderAt, size int64, visit func(line []byte, at int64) error) error {
	buffer := make([]byte, chunk)
	kept := 0 // bytes of a line that began in an earlier chunk
	for at := int64(0); at < size; {
		if kept == len(buffer) {
			buffer = append(buffer, make([]byte, len(buffer))...)
		}
		want := min(int64(len(buffer)-kept), size-at)
		n, err := r.ReadAt(buffer[kept:kept+int(want)], at)
		if n == 0 {
			return unexpected(err)
		}
		part := buffer[:kept+n]
		rest, err := linesOf(part, at-int64(kept), visit)
		if err != nil {
			return err
		}
		at += int64(n)
		kept = copy(buffer, rest)
	}
	return nil
}

// unexpected is the error of a file that became shorter while it was read; it then ends
// earlier.
func unexpected(err error) error {
	if err == io.EOF {
		return nil
	}
	return err
}

// linesOf calls visit for each line of a part of a file, and returns what follows the last
// line end.
func linesOf(part []byte, at int64, visit func([]byte, int64) error) (rest []byte, err error) {
	for {
		end := bytes.IndexByte(part, '\n')
		if end < 0 {
			return part, nil
		}
		if err := visit(part[:end], at); err != nil {
			return nil, err
		}
		part, at = part[end+1:], at+int64(end)+1
	}
}

// span is the place of a line.
type span struct {
	at int64
	n  int32
}

// none reports whether there is no such line.
func (s span) none() bool { return s.n == 0 }

// reader reads lines by their places. Lines that are near each other cost one access.
type reader struct {
	view
	buffer []byte
	from   int64
}

// line returns a line, which is valid until the next one is read.
func (r *reader) line(s span) ([]byte, error) {
	end := s.at + int64(s.n)
	if s.at < r.from || end > r.from+int64(len(r.buffer)) {
		if err := r.fill(s); err != nil {
			return nil, err
		}
	}
	return r.buffer[s.at-r.from : end-r.from], nil
}

// ahead is how much is read behind a line.
const ahead = 4 << 10

func (r *reader) fill(s span) error {
	n := min(int64(s.n)+ahead, r.size-s.at)
	if int64(cap(r.buffer)) < n {
		r.buffer = make([]byte, n)
	}
	r.buffer, r.from = r.buffer[:n], s.at
	read, _ := r.ReadAt(r.buffer, s.at)
	r.buffer = r.buffer[:read]
	if read >= int(s.n) {
		return nil
	}
	return io.ErrUnexpectedEOF
}
