package settings

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// maxNumberList is how long a list of numbers may be, in bytes: about 100,000 lines.
const maxNumberList = 4 << 20

// NumberList is a file that names the starts of numbers to look out for, such as the
// ranges that a carrier reports for fraud.
type NumberList struct {
	Name   string            // of the file, as the profile names it
	starts map[string]string // what the file says of each start, whose digits have no plus
}

// Find returns what the list says about the longest start of a number in E.164; ok is
// false when the list has none.
func (l NumberList) Find(phone string) (note string, ok bool) {
	digits := strings.TrimPrefix(phone, "+")
	for n := len(digits); n > 0; n-- {
		if note, ok = l.starts[digits[:n]]; ok {
			return note, true
		}
	}
	return "", false
}

// ReadLists reads the lists of a guard. A name that is not absolute is in the settings
// folder. A line is the start of a number with its country code, then, after a blank, a
// comma or a semicolon, what to say about it. Empty lines and those that start with # are
// skipped. The error is for people and names the line: a list that cannot be read must not
// pass for one that is empty.
func (g Guard) ReadLists(f Folders) ([]NumberList, error) {
	var lists []NumberList
	for _, name := range g.Lists {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(f.Config, path)
		}
		l, err := readNumberList(name, path)
		if err != nil {
			return nil, err
		}
		lists = append(lists, l)
	}
	return lists, nil
}

func readNumberList(name, path string) (NumberList, error) {
	file, err := os.Open(path)
	if err != nil {
		return NumberList{}, UserErrorf(err, "The list of numbers %s, which [guard] names, cannot be read: %v", path, err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxNumberList+1))
	if err == nil && len(text) > maxNumberList {
		err = fmt.Errorf("it has more than %d MB", maxNumberList>>20)
	}
	if err != nil {
		return NumberList{}, UserErrorf(err, "The list of numbers %s, which [guard] names, cannot be read: %v", path, err)
	}
	return parseNumberList(name, path, strings.TrimPrefix(string(text), "\ufeff"))
}

func parseNumberList(name, path, text string) (NumberList, error) {
	l := NumberList{Name: name, starts: map[string]string{}}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		start, note := line, ""
		if at := strings.IndexAny(line, " \t,;"); at >= 0 {
			start, note = line[:at], strings.Trim(line[at:], " \t,;\"")
		}
		digits := strings.TrimPrefix(start, "+")
		if digits == "" || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" || digits[0] == '0' {
			return l, UserErrorf(nil, "%s line %d: write the start of a number with its country code, such as +8816, and then what to say about it.", path, n)
		}
		l.starts[digits] = note
	}
	return l, nil
}
