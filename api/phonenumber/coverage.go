package phonenumber

// MetadataVersion is the version of libphonenumber whose metadata the files of metadata
// are.
const MetadataVersion = "9.0.32"

// Coverage returns in how many countries the metadata describes numbers of a kind, and how
// many countries it has. A number of another country can be of the kind all the same:
// there, Classify does not find it. Coverage reads all metadata.
func Coverage(k Kind) (has, countries int) {
	for region := range index().codes {
		p := countryPlan(region)
		if p == nil {
			continue
		}
		countries++
		if p.kinds[k].digits != "" {
			has++
		}
	}
	return has, countries
}
