package sandbox

import (
	"maps"
	"slices"
)

// featureInfo is FeatureInfo (S). The reason is present only while the feature
// is not available.
type featureInfo struct {
	ID        string         `json:"id"`
	Available bool           `json:"available"`
	Params    []featureParam `json:"params,omitempty"`
	Reason    *featureReason `json:"reason,omitempty"`
}

type featureParam struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type featureReason struct {
	Code    string `json:"code"`
	Message string `json:"message,omitempty"`
}

// reasonMessages are texts for users. AccountLimitation's is from an example of
// the vendor; the others are a Guess in its style.
var reasonMessages = map[string]string{
	"AccountLimitation":          "The feature is turned off for the current account",
	"ServicePlanLimitation":      "The feature is not included in the service plan",
	"ExtensionLimitation":        "The feature is turned off for the current extension",
	"ExtensionTypeLimitation":    "The feature is not available for the type of the current extension",
	"ConfigurationLimitation":    "The feature is turned off by the configuration",
	"InsufficientPermissions":    "The feature needs a permission that the user lacks",
	"PermissionLimitation":       "The feature needs a permission that the user lacks",
	"ExtensionSubTypeLimitation": "The feature is not available for the subtype of the current extension",
}

// readFeatures lists all flags or the requested ones. R21: CMN-101 for one that
// does not exist. One that exists but that the extension does not list is
// absent from the records.
func (c *call) readFeatures() (result, error) {
	availableOnly, err := c.flag("availableOnly")
	if err != nil {
		return result{}, err
	}
	wanted := filter(c.r.URL.Query()["featureId"])
	for _, id := range wanted {
		if !slices.ContainsFunc(slices.Concat(c.target.Features, features()), func(f Feature) bool { return f.ID == id }) {
			return result{}, invalid("featureId")
		}
	}
	records := []featureInfo{}
	for _, f := range c.target.Features {
		if wanted.wants(f.ID) && (f.Available || !availableOnly) {
			records = append(records, showFeature(f))
		}
	}
	return success(map[string]any{"records": records}), nil
}

func showFeature(f Feature) featureInfo {
	info := featureInfo{ID: f.ID, Available: f.Available}
	for _, name := range slices.Sorted(maps.Keys(f.Params)) {
		info.Params = append(info.Params, featureParam{name, f.Params[name]})
	}
	if !f.Available {
		info.Reason = &featureReason{f.Reason, reasonMessages[f.Reason]}
	}
	return info
}
