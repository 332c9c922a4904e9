package phonenumber

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// metadata.txt is libphonenumber's metadata, a block of lines for each country,
// of which each field is parted from the next by a tab. Countries that share a
// calling code stand in the order in which they are tried. It is written by
// go test -run Metadata -update ./api/phonenumber.
//
//go:embed metadata.txt
var metadata string

// plan is how the numbers of one country, or of one service without a country,
// are made.
type plan struct {
	region    string // ISO 3166; World for a service without a country
	code      int
	name      string // English
	idd       string // what is dialled before a country code; an expression
	prefix    string // what is dialled before a national number; an expression
	transform string // what becomes of a national number with such a prefix; mostly empty
	leading   string // how the numbers of this one of several countries with the same code start

	general desc
	kinds   [kindCount]desc
	alike   bool // mobile numbers cannot be told from fixed lines

	national, abroad []layout
}

// desc describes a kind of number: its lengths, shortest first, and its digits.
type desc struct {
	lengths []int
	local   []int // lengths without the area code
	digits  string
}

// layout is one way to group digits.
type layout struct {
	digits  string // which numbers it is for
	groups  string
	leading string // how they start; empty for any
	rule    string // what the first group becomes at home
}

// World is the region of numbers that belong to no country, such as +800.
const World = "001"

// index finds the block of each region and the regions of each code.
var index = sync.OnceValue(func() (i struct {
	blocks  map[string]string
	regions map[int][]string
}) {
	i.blocks, i.regions = map[string]string{}, map[int][]string{}
	for block := range strings.SplitSeq(metadata, "\n\n") {
		head, _, _ := strings.Cut(block, "\n")
		f := strings.Split(head, "\t")
		code, _ := strconv.Atoi(f[2])
		i.blocks[key(f[1], code)] = block
		i.regions[code] = append(i.regions[code], f[1])
	}
	return i
})

// key names a block: all services without a country are of the region World.
func key(region string, code int) string {
	if region == World {
		return strconv.Itoa(code)
	}
	return region
}

var plans sync.Map // from key to *plan

// planFor is the plan of a region, or nil when there is none. code matters for
// World only.
func planFor(region string, code int) *plan {
	name := key(region, code)
	if p, ok := plans.Load(name); ok {
		return p.(*plan)
	}
	block, ok := index().blocks[name]
	if !ok {
		return nil
	}
	p := readPlan(block)
	plans.Store(name, p)
	return p
}

// home is the plan of a country that a person can live in.
func home(region string) *plan {
	if len(region) != 2 { // World, or the code of one of its services
		return nil
	}
	return planFor(region, 0)
}

// mainPlan is the plan that numbers with a code are read and written by, whichever
// of its countries they belong to; nil when the code is unknown.
func mainPlan(code int) *plan {
	if regions := index().regions[code]; len(regions) > 0 {
		return planFor(regions[0], code)
	}
	return nil
}

func readPlan(block string) *plan {
	p := &plan{}
	for line := range strings.SplitSeq(block, "\n") {
		f := append(strings.Split(line, "\t"), "", "", "", "")
		switch f[0] {
		case "country":
			p.region, p.name = f[1], f[3]
			p.code, _ = strconv.Atoi(f[2])
		case "idd":
			p.idd = f[1]
		case "prefix":
			p.prefix, p.transform = f[1], f[2]
		case "leading":
			p.leading = f[1]
		case "alike":
			p.alike = true
		case "general":
			p.general = desc{lengths: numbers(f[1]), local: numbers(f[2]), digits: f[3]}
		case "national":
			p.national = append(p.national, layout{f[1], f[2], f[3], f[4]})
		case "abroad":
			p.abroad = append(p.abroad, layout{f[1], f[2], f[3], f[4]})
		default:
			if k, ok := kindOf[f[0]]; ok {
				p.kinds[k] = desc{lengths: numbers(f[1]), digits: f[2]}
			}
		}
	}
	return p
}

func numbers(list string) (all []int) {
	for word := range strings.FieldsSeq(list) {
		n, _ := strconv.Atoi(word)
		all = append(all, n)
	}
	return all
}
