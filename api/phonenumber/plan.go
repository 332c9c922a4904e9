package phonenumber

import (
	"compress/gzip"
	"embed"
	"io"
	"strconv"
	"strings"
	"sync"
)

// The metadata of libphonenumber: a block of lines for each country, with fields separated
// by tabs. Countries that share a calling code are in the order in which they are tried.
// A file has the blocks whose codes start with its digit, so that a number unpacks one of
// them; index.txt has the region and the code of each block.
// go test ./api/phonenumber -run Metadata -update writes them, and gzip -dc shows them.
//
//go:embed metadata
var metadata embed.FS

// plan is the numbering plan of one country, or of one service without a country.
type plan struct {
	region    string // ISO 3166; World for a service without a country
	code      int
	name      string // English
	idd       string // expression for the prefix that is dialled before a country code
	prefix    string // expression for the prefix that is dialled before a national number
	transform string // what replaces a national number with such a prefix; mostly empty
	leading   string // expression for the first digits, where several countries share the code

	general            desc
	kinds              [kindCount]desc
	sameMobileAndFixed bool // the digits do not distinguish mobile numbers from fixed lines

	national, international []layout
}

// desc describes a kind of number.
type desc struct {
	lengths []int  // numbers of digits, the shortest first
	local   []int  // the same without the area code
	digits  string // expression
}

// layout is one way to group digits.
type layout struct {
	digits  string // expression for the numbers it is for, with the groups
	groups  string
	leading string // expression for their first digits; empty for any
	rule    string // what replaces the first group in the national format
}

// World is the region of numbers that belong to no country, such as those of +800.
const World = "001"

// index has the calling code of each block, and the regions of each calling code.
var index = sync.OnceValue(func() (i struct {
	codes   map[string]int
	regions map[int][]string
}) {
	i.codes, i.regions = map[string]int{}, map[int][]string{}
	text, _ := metadata.ReadFile("metadata/index.txt")
	for line := range strings.Lines(string(text)) {
		region, digits, _ := strings.Cut(strings.TrimSpace(line), "\t")
		code, _ := strconv.Atoi(digits)
		i.codes[planKey(region, code)] = code
		i.regions[code] = append(i.regions[code], region)
	}
	return i
})

// zoneOf returns the first digit of a calling code, by which ITU-T E.164 divides the world.
func zoneOf(code int) string { return strconv.Itoa(code)[:1] }

var zones sync.Map // from zone to its blocks by their keys

// blocksOf returns the blocks of a zone by their keys.
func blocksOf(zone string) map[string]string {
	if blocks, ok := zones.Load(zone); ok {
		return blocks.(map[string]string)
	}
	blocks := map[string]string{}
	for block := range strings.SplitSeq(unpack(zone), "\n\n") {
		head, _, _ := strings.Cut(block, "\n")
		f := strings.Split(head, "\t")
		code, _ := strconv.Atoi(f[2])
		blocks[planKey(f[1], code)] = block
	}
	zones.Store(zone, blocks)
	return blocks
}

// unpack returns the blocks of a zone. It panics when the file is damaged, which is a
// mistake of the build.
func unpack(zone string) string {
	packed, err := metadata.Open("metadata/" + zone + ".txt.gz")
	if err != nil {
		panic(err)
	}
	r, err := gzip.NewReader(packed)
	if err != nil {
		panic(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// planKey returns the key of a block. It is the code for the services without a
// country, which all have the region World.
func planKey(region string, code int) string {
	if region == World {
		return strconv.Itoa(code)
	}
	return region
}

var plans sync.Map // from key to *plan

// planFor returns the plan of a region, or nil when there is none. Only World needs
// the code.
func planFor(region string, code int) *plan {
	name := planKey(region, code)
	if p, ok := plans.Load(name); ok {
		return p.(*plan)
	}
	code, ok := index().codes[name]
	if !ok {
		return nil
	}
	p := readPlan(blocksOf(zoneOf(code))[name])
	plans.Store(name, p)
	return p
}

// countryPlan returns the plan of a country, or nil. It is nil for World.
func countryPlan(region string) *plan {
	if len(region) != 2 { // World, or the key of one of its services
		return nil
	}
	return planFor(region, 0)
}

// mainPlan returns the plan by which numbers with a calling code are parsed and
// formatted, whichever of its countries they belong to, or nil when the code is
// unknown.
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
		case "same":
			p.sameMobileAndFixed = true
		case "general":
			p.general = desc{lengths: parseInts(f[1]), local: parseInts(f[2]), digits: f[3]}
		case "national":
			p.national = append(p.national, layout{f[1], f[2], f[3], f[4]})
		case "intl":
			p.international = append(p.international, layout{f[1], f[2], f[3], f[4]})
		default:
			if k, ok := kindByName[f[0]]; ok {
				p.kinds[k] = desc{lengths: parseInts(f[1]), digits: f[2]}
			}
		}
	}
	return p
}

func parseInts(list string) (all []int) {
	for word := range strings.FieldsSeq(list) {
		n, _ := strconv.Atoi(word)
		all = append(all, n)
	}
	return all
}
