package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
)

// mutant is a file with one change.
type mutant struct {
	path     string
	source   []byte
	line     int
	from, to int // the range that is replaced
	by       string
}

// text returns the changed file.
func (m mutant) text() []byte {
	return slices.Concat(m.source[:m.from], []byte(m.by), m.source[m.to:])
}

// String names the line and the change.
func (m mutant) String() string {
	old := strings.Join(strings.Fields(string(m.source[m.from:m.to])), " ")
	return fmt.Sprintf("%s:%d: %s -> %s", filepath.Base(m.path), m.line, old, m.by)
}

// operators are what binary operators become.
var operators = map[token.Token][]string{
	token.EQL: {"!="}, token.NEQ: {"=="},
	token.LSS: {"<=", ">="}, token.LEQ: {"<", ">"}, token.GTR: {">=", "<="}, token.GEQ: {">", "<"},
	token.LAND: {"||"}, token.LOR: {"&&"}, token.ADD: {"-"}, token.SUB: {"+"}, token.INC: {"--"}, token.DEC: {"++"},
}

// find returns the mutants of a file.
func find(path string, source []byte) ([]mutant, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var all []mutant
	add := func(from, to token.Pos, by string) {
		at := files.Position(from)
		all = append(all, mutant{path, source, at.Line, at.Offset, files.Position(to).Offset, by})
	}
	operator := func(op token.Token, at token.Pos) {
		for _, by := range operators[op] {
			add(at, at+token.Pos(len(op.String())), by)
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			operator(n.Op, n.OpPos)
		case *ast.IncDecStmt:
			operator(n.Tok, n.TokPos)
		case *ast.UnaryExpr:
			if n.Op == token.NOT {
				add(n.Pos(), n.X.Pos(), "")
			}
		case *ast.Ident:
			if other := map[string]string{"true": "false", "false": "true"}[n.Name]; other != "" {
				add(n.Pos(), n.End(), other)
			}
		case *ast.ExprStmt:
			add(n.Pos(), n.End(), "")
		case *ast.AssignStmt:
			if n.Tok == token.ASSIGN {
				add(n.Pos(), n.End(), "")
			}
		case *ast.BranchStmt:
			add(n.Pos(), n.End(), "")
		}
		return true
	})
	return all, nil
}
