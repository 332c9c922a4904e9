package sandbox

// versionInfo describes a version of the API. The fields are those of the
// vendor's SDK (V); the values are invented.
type versionInfo struct {
	URI           string `json:"uri"`
	VersionString string `json:"versionString"`
	ReleaseDate   string `json:"releaseDate"`
	URIString     string `json:"uriString"`
}

type versionList struct {
	URI            string        `json:"uri"`
	Versions       []versionInfo `json:"apiVersions"`
	ServerVersion  string        `json:"serverVersion"`
	ServerRevision string        `json:"serverRevision"`
}

// listVersions and readVersion are public: they take no token (F).
func (c *call) listVersions() (result, error) {
	return success(versionList{c.base + versionsPath, []versionInfo{c.version()}, "10.0.1", "00000000"}), nil
}

func (c *call) readVersion() (result, error) { return success(c.version()), nil }

func (c *call) version() versionInfo {
	return versionInfo{c.base + versionPath, "1.0.46", "2021-11-01T00:00:00.000Z", "v1.0"}
}
