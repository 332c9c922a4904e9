// Package toml reads TOML into Go values.
//
// It decodes what go-toml parses. The decoder of go-toml knows every type of Go and TOML,
// and makes the program a fifth of a megabyte larger; this one knows texts, whole numbers,
// bools, lists and tables, and words its errors for the people who write the files.
package toml

import (
	"errors"
	"reflect"
	"slices"
	"strconv"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Decode reads a document into what into points to, a struct or a map. Struct fields name
// their keys in the tag toml; the case of keys counts. Numbers are ints. An error is an
// *Error, also for a key that the struct does not have.
func Decode(source []byte, into any) error { return decode(source, into, true) }

// DecodeKnown is Decode that leaves out the keys that a struct does not have.
func DecodeKnown(source []byte, into any) error { return decode(source, into, false) }

type decoder struct {
	parser unstable.Parser
	strict bool // an unknown key is an error
}

func decode(source []byte, into any, strict bool) error {
	d := &decoder{strict: strict}
	d.parser.Reset(source)
	root, table := &node{kind: header}, []string(nil)
	under := root
	for d.parser.NextExpression() {
		e := d.parser.Expression()
		var err error
		if e.Kind == unstable.KeyValue {
			err = d.keyValue(reflect.ValueOf(into), table, 0, under, e)
		} else {
			table, _ = Key(e)
			under, err = d.table(reflect.ValueOf(into), root, table, e)
		}
		if err != nil {
			return err
		}
	}
	return d.parserError(d.parser.Error())
}

// Key returns the parts of the dotted key of an expression, and its offset.
func Key(e *unstable.Node) (path []string, at int) {
	for it := e.Key(); it.Next(); {
		if len(path) == 0 {
			at = int(it.Node().Raw.Offset)
		}
		path = append(path, string(it.Node().Data))
	}
	return path, at
}

// keyValue stores the value of a key of a table. v is what has the table at table[from:].
func (d *decoder) keyValue(v reflect.Value, table []string, from int, under *node, e *unstable.Node) error {
	key, at := Key(e)
	leaf, err := under.define(key)
	if err != nil {
		return d.errorAt(at, table, err)
	}
	path := slices.Concat(table, key)
	return d.reach(v, path, from, at, func(v reflect.Value) error {
		err := d.store(v, path, leaf, e.Value())
		if errors.Is(err, errWrongKind) {
			return d.wrongKind(valueOffset(e.Value(), at), path, v.Type())
		}
		return err
	})
}

// valueOffset returns the offset of a value, which not every kind of value knows.
func valueOffset(value *unstable.Node, key int) int {
	if value.Raw.Length == 0 {
		return key
	}
	return int(value.Raw.Offset)
}

// table begins a [table], or an element of an [[array of tables]].
func (d *decoder) table(v reflect.Value, root *node, path []string, e *unstable.Node) (*node, error) {
	_, at := Key(e)
	under, err := root.defineTable(path, e.Kind == unstable.ArrayTable)
	if err != nil {
		return nil, d.errorAt(at, path, err)
	}
	return under, d.reach(v, path, 0, at, func(v reflect.Value) error {
		switch array := v.Kind() == reflect.Slice && isTable(v.Type().Elem()); {
		case e.Kind == unstable.ArrayTable && array:
			v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
		case e.Kind == unstable.ArrayTable, !isTable(v.Type()):
			return d.wrongKind(at, path, v.Type())
		}
		return nil
	})
}

// reach calls do with what v has at path[from:], which it makes where it is missing. For a
// list of tables that is the last one. It does not call do where a key is unknown.
func (d *decoder) reach(v reflect.Value, path []string, from, at int, do func(reflect.Value) error) error {
	v = made(v)
	if n := v.Kind(); n == reflect.Slice && isTable(v.Type().Elem()) && v.Len() > 0 && from < len(path) {
		v = made(v.Index(v.Len() - 1))
	}
	if from == len(path) {
		return do(v)
	}
	next := func(v reflect.Value) error { return d.reach(v, path, from+1, at, do) }
	switch v.Kind() {
	case reflect.Struct:
		if field, known := FieldOf(v.Type(), path[from]); known {
			return next(v.FieldByIndex(field.Index))
		}
		if d.strict {
			return d.unknown(at, path[:from+1])
		}
		return nil
	case reflect.Map:
		return setMember(v, path[from], next)
	}
	return d.wrongKind(at, path[:from], v.Type())
}

// setMember calls do with a value of a map. Values of maps cannot be set in their place.
func setMember(v reflect.Value, key string, do func(reflect.Value) error) error {
	if v.IsNil() {
		v.Set(reflect.MakeMap(v.Type()))
	}
	value := reflect.New(v.Type().Elem()).Elem()
	if there := v.MapIndex(reflect.ValueOf(key)); there.IsValid() {
		value.Set(there)
	}
	err := do(value)
	v.SetMapIndex(reflect.ValueOf(key), value)
	return err
}

// made returns what a pointer points to, which it makes if there is nothing.
func made(v reflect.Value) reflect.Value {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		v = v.Elem()
	}
	return v
}

// errWrongKind is the error for a value that does not fit, without its place.
var errWrongKind = errors.New("a value of another kind")

// store stores the value of the key path. leaf is its place in what the document defines.
func (d *decoder) store(v reflect.Value, path []string, leaf *node, value *unstable.Node) error {
	v = made(v)
	switch kind := v.Kind(); {
	case value.Kind == unstable.String && kind == reflect.String:
		v.SetString(string(value.Data))
	case value.Kind == unstable.Bool && kind == reflect.Bool:
		v.SetBool(string(value.Data) == "true")
	case value.Kind == unstable.Integer && kind == reflect.Int:
		n, err := strconv.ParseInt(string(value.Data), 0, strconv.IntSize)
		if err != nil {
			return errWrongKind
		}
		v.SetInt(n)
	case value.Kind == unstable.Array && kind == reflect.Slice:
		return d.storeList(v, path, value)
	case value.Kind == unstable.InlineTable && isTable(v.Type()):
		for it := value.Children(); it.Next(); {
			if err := d.keyValue(v, path, len(path), leaf, it.Node()); err != nil {
				return err
			}
		}
	default:
		return errWrongKind
	}
	return nil
}

func (d *decoder) storeList(v reflect.Value, path []string, value *unstable.Node) error {
	v.Set(reflect.MakeSlice(v.Type(), 0, 0)) // an empty list is not a missing one
	for it := value.Children(); it.Next(); {
		element := reflect.New(v.Type().Elem()).Elem()
		if err := d.store(element, path, &node{}, it.Node()); err != nil {
			return err
		}
		v.Set(reflect.Append(v, element))
	}
	return nil
}
