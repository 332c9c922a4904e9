package sandbox

import "encoding/json"

// accountInfo is GetAccountInfoResponse (S), reduced to what a client needs.
type accountInfo struct {
	URI              string      `json:"uri"`
	ID               json.Number `json:"id"`
	ServiceInfo      serviceInfo `json:"serviceInfo"`
	Operator         operator    `json:"operator"`
	MainNumber       string      `json:"mainNumber"`
	Status           string      `json:"status"`
	SetupWizardState string      `json:"setupWizardState"`
	Federated        bool        `json:"federated"`
}

type serviceInfo struct {
	URI               string      `json:"uri"`
	Brand             brand       `json:"brand"`
	ContractedCountry country     `json:"contractedCountry"`
	ServicePlan       namedID     `json:"servicePlan"`
	BillingPlan       billingPlan `json:"billingPlan"`
}

type brand struct {
	ID          string  `json:"id"`
	Name        string  `json:"name"`
	HomeCountry country `json:"homeCountry"`
}

type country struct {
	ID          string `json:"id"`
	URI         string `json:"uri"`
	Name        string `json:"name"`
	ISOCode     string `json:"isoCode,omitempty"`
	CallingCode string `json:"callingCode,omitempty"`
}

type namedID struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type billingPlan struct {
	ID                 string `json:"id"`
	Name               string `json:"name"`
	DurationUnit       string `json:"durationUnit"`
	Duration           int    `json:"duration"`
	Type               string `json:"type"`
	IncludedPhoneLines int    `json:"includedPhoneLines"`
}

type operator struct {
	URI             string      `json:"uri"`
	ID              json.Number `json:"id"`
	ExtensionNumber string      `json:"extensionNumber"`
}

// brandID is the ID of the RingCentral brand.
const brandID = "1210"

// callingCode is the country code of the home country, the United States.
const callingCode = "1"

func (c *call) homeCountry() country {
	return country{"1", c.dictionaryURI("country/1"), "United States", "US", callingCode}
}

func (c *call) readAccount() (result, error) {
	admin := c.company.Extension("101")
	if admin == nil {
		admin = c.user
	}
	return success(accountInfo{
		URI: c.accountURI(), ID: json.Number(c.company.ID),
		ServiceInfo: serviceInfo{
			URI:               c.accountURI() + "/service-info",
			Brand:             brand{brandID, "RingCentral", c.homeCountry()},
			ContractedCountry: c.homeCountry(),
			ServicePlan:       namedID{"1216", "Professional"},
			BillingPlan:       billingPlan{"159", "Monthly", "Month", 1, "Regular", 10},
		},
		Operator:   operator{c.extensionURI(admin), json.Number(admin.ID), admin.Number},
		MainNumber: c.company.MainNumber, Status: c.company.Status, SetupWizardState: "Completed",
	}), nil
}
