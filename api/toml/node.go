package toml

import "fmt"

// node is what a document defines under a name. A name is defined once: TOML has rules
// about which of the ways to write a table add to one that is there.
type node struct {
	kind     kind
	named    bool // a table with a [header] of its own, not only part of a longer one
	children map[string]*node
}

type kind int

const (
	plain  kind = iota // a value, also an inline table or a list in brackets
	dotted             // a table that dotted keys made; only they add to it
	header             // a table of a [header]
	list               // an array of tables; the children are those of the last one
)

func (n *node) add(name string, kind kind) *node {
	if n.children == nil {
		n.children = map[string]*node{}
	}
	child := &node{kind: kind}
	n.children[name] = child
	return child
}

// define defines a dotted key with its value.
func (n *node) define(key []string) (*node, error) {
	last := len(key) - 1
	for _, name := range key[:last] {
		child := n.children[name]
		if child == nil {
			child = n.add(name, dotted)
		}
		if child.kind != dotted {
			return nil, fmt.Errorf("key %s is already defined", name)
		}
		n = child
	}
	if n.children[key[last]] != nil {
		return nil, fmt.Errorf("key %s is already defined", key[last])
	}
	return n.add(key[last], plain), nil
}

// defineTable defines a [header], or an element of an array of tables.
func (n *node) defineTable(path []string, array bool) (*node, error) {
	last := len(path) - 1
	for _, name := range path[:last] {
		child := n.children[name]
		if child == nil {
			child = n.add(name, header)
		}
		if child.kind == plain {
			return nil, fmt.Errorf("key %s is already defined as a value", name)
		}
		n = child
	}
	if array {
		return n.defineElement(path[last])
	}
	return n.defineHeader(path[last])
}

func (n *node) defineElement(name string) (*node, error) {
	child := n.children[name]
	if child == nil {
		return n.add(name, list), nil
	}
	if child.kind != list {
		return nil, fmt.Errorf("key %s is already defined, but not as a list of tables", name)
	}
	clear(child.children)
	return child, nil
}

func (n *node) defineHeader(name string) (*node, error) {
	child := n.children[name]
	switch {
	case child == nil:
		child = n.add(name, header)
	case child.kind == plain:
		return nil, fmt.Errorf("key %s is already defined as a value", name)
	case child.kind != header, child.named:
		return nil, fmt.Errorf("table %s already exists", name)
	}
	child.named = true
	return child, nil
}
