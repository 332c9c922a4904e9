package phonenumber

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

var update = flag.Bool("update", false, "write the files of metadata, and testdata/google.txt where Node has Google's library")

// The files of metadata are generated from the library in go.mod. To update them, update
// the library, then run this test with -update.
func TestMetadata_isThatOfTheLibrary(t *testing.T) {
	index, zones := generate(t)
	if *update {
		writeMetadata(t, index, zones)
		return
	}
	got, _ := metadata.ReadFile("metadata/index.txt")
	if string(got) != index {
		t.Error("index.txt differs from the library; go test ./api/phonenumber -run Metadata -update writes it")
	}
	for zone, want := range zones {
		if unpack(zone) != want {
			t.Errorf("%s.txt.gz differs from the library; go test ./api/phonenumber -run Metadata -update writes it", zone)
		}
	}
}

func writeMetadata(t *testing.T, index string, zones map[string]string) {
	err := os.WriteFile("metadata/index.txt", []byte(index), 0o644)
	for zone, text := range zones {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		_, writing := io.WriteString(w, text)
		err = errors.Join(err, writing, w.Close(), os.WriteFile("metadata/"+zone+".txt.gz", b.Bytes(), 0o644))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// generate returns the contents of index.txt and of the file of each zone.
func generate(t *testing.T) (index string, zones map[string]string) {
	blocks := map[string][]string{}
	for _, m := range sortedMetadata(t) {
		zone := zoneOf(int(m.GetCountryCode()))
		blocks[zone] = append(blocks[zone], generateBlock(m))
		index += fmt.Sprintf("%s\t%d\n", m.GetId(), m.GetCountryCode())
	}
	zones = map[string]string{}
	for zone, all := range blocks {
		zones[zone] = strings.Join(all, "\n\n")
	}
	return index, zones
}

// sortedMetadata returns the library's metadata by calling code and then in the order in
// which its countries are tried.
func sortedMetadata(t *testing.T) []*phonenumbers.PhoneMetadata {
	collection, err := phonenumbers.MetadataCollection()
	if err != nil {
		t.Fatal(err)
	}
	all := slices.Clone(collection.GetMetadata())
	rank := func(m *phonenumbers.PhoneMetadata) int {
		return slices.Index(phonenumbers.GetRegionCodesForCountryCode(int(m.GetCountryCode())), m.GetId())
	}
	slices.SortFunc(all, func(a, b *phonenumbers.PhoneMetadata) int {
		return cmp.Or(cmp.Compare(a.GetCountryCode(), b.GetCountryCode()), cmp.Compare(rank(a), rank(b)))
	})
	for _, m := range all {
		if rank(m) < 0 || m.GetGeneralDesc().GetNationalNumberPattern() == "" {
			t.Fatalf("%s has no place among the countries with code %d, or no numbers", m.GetId(), m.GetCountryCode())
		}
	}
	return all
}

func generateBlock(m *phonenumbers.PhoneMetadata) string {
	var lines []string
	add := func(fields ...string) { lines = append(lines, strings.TrimRight(strings.Join(fields, "\t"), "\t")) }
	add("country", m.GetId(), fmt.Sprint(m.GetCountryCode()), englishName(m.GetId()))
	if s := m.GetInternationalPrefix(); s != "" {
		add("idd", s)
	}
	if s := m.GetNationalPrefixForParsing(); s != "" {
		add("prefix", s, m.GetNationalPrefixTransformRule())
	}
	if s := m.GetLeadingDigits(); s != "" {
		add("leading", s)
	}
	if m.GetSameMobileAndFixedLinePattern() {
		add("same")
	}
	g := m.GetGeneralDesc()
	add("general", formatInts(g.GetPossibleLength()), formatInts(g.GetPossibleLengthLocalOnly()), g.GetNationalNumberPattern())
	for _, d := range []struct {
		name string
		desc *phonenumbers.PhoneNumberDesc
	}{
		{"premium", m.GetPremiumRate()}, {"tollfree", m.GetTollFree()}, {"shared", m.GetSharedCost()},
		{"voip", m.GetVoip()}, {"personal", m.GetPersonalNumber()}, {"pager", m.GetPager()}, {"company", m.GetUan()},
		{"voicemail", m.GetVoicemail()}, {"fixed", m.GetFixedLine()}, {"mobile", m.GetMobile()},
	} {
		if s := d.desc.GetNationalNumberPattern(); s != "" && s != "NA" { // not available
			add(d.name, formatInts(d.desc.GetPossibleLength()), s)
		}
	}
	for _, f := range m.GetNumberFormat() {
		add(append([]string{"national"}, layoutFields(f)...)...)
	}
	for _, f := range m.GetIntlNumberFormat() {
		add(append([]string{"intl"}, layoutFields(f)...)...)
	}
	return strings.Join(lines, "\n")
}

// layoutFields returns the fields of a layout. Of the leading digits it has the last
// expression, which is the most exact.
func layoutFields(f *phonenumbers.NumberFormat) []string {
	leading := ""
	if all := f.GetLeadingDigitsPattern(); len(all) > 0 {
		leading = all[len(all)-1]
	}
	return []string{f.GetPattern(), f.GetFormat(), leading, f.GetNationalPrefixFormattingRule()}
}

func formatInts(numbers []int32) string { return strings.Trim(fmt.Sprint(numbers), "[]") }

func englishName(region string) string {
	r, err := language.ParseRegion(region)
	if region == World || err != nil {
		return ""
	}
	return display.English.Regions().Name(r)
}
