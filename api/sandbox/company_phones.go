package sandbox

import "encoding/json"

// phoneInfo is UserPhoneNumberInfo or CompanyPhoneNumberInfo (S): the company's
// list has the owner of each number, a person's list its features.
type phoneInfo struct {
	URI         string        `json:"uri"`
	ID          int64         `json:"id"`
	PhoneNumber string        `json:"phoneNumber"`
	PaymentType string        `json:"paymentType"`
	Type        string        `json:"type"`
	UsageType   string        `json:"usageType"`
	Status      string        `json:"status"`
	Location    string        `json:"location"`
	Country     *country      `json:"country,omitempty"`
	Features    []string      `json:"features,omitempty"`
	Primary     bool          `json:"primary,omitempty"`
	Extension   *extensionRef `json:"extension,omitempty"`
}

type extensionRef struct {
	URI             string      `json:"uri"`
	ID              json.Number `json:"id"`
	ExtensionNumber string      `json:"extensionNumber"`
}

var (
	phoneStatuses = []string{"Normal", "Pending", "PortedIn", "Temporary", "Unknown"}
	paymentTypes  = []string{
		"External", "TollFree", "Local", "BusinessMobileNumberProvider", "ExternalNumberProvider",
		"ExternalNumberProviderTollFree", "Mobile",
	}
	usageTypes = []string{
		"MainCompanyNumber", "AdditionalCompanyNumber", "CompanyNumber", "DirectNumber", "CompanyFaxNumber",
		"FmcBusinessMobileNumber", "InventoryFmcBusinessMobileNumber", "ForwardedNumber", "ForwardedCompanyNumber",
		"ContactCenterNumber", "ConferencingNumber", "MeetingsNumber", "NumberPool", "BusinessMobileNumber", "ELIN",
		"PartnerBusinessMobileNumber", "NumberPoolPartnerBusinessMobileNumber", "NumberStorage", "IntegrationNumber",
		"InventoryMobileNumber",
	}
)

// Every number of the demo company has this payment type and status.
const (
	paymentLocal = "Local"
	statusNormal = "Normal"
)

// listExtensionPhones lists the direct numbers of an extension and the main
// number, as in the vendor's example.
func (c *call) listExtensionPhones() (result, error) {
	filters, err := c.choices(filterSpec{"status", phoneStatuses}, filterSpec{"usageType", usageTypes})
	if err != nil {
		return result{}, err
	}
	own := c.company.phonesOf(c.target.ID, func(p Phone) bool { return p.UsageType == "MainCompanyNumber" })
	found := without(own, func(p Phone) bool {
		return !filters["usageType"].wants(p.UsageType) || !filters["status"].wants(statusNormal)
	})
	return pageOf(c, found, func(p Phone) any { return c.showOwnPhone(p) })
}

// listAccountPhones lists the company's numbers. S: a user who is not an
// administrator sees only direct numbers of other extensions.
func (c *call) listAccountPhones() (result, error) {
	filters, err := c.choices(filterSpec{"status", phoneStatuses}, filterSpec{"usageType", usageTypes},
		filterSpec{"paymentType", paymentTypes}, filterSpec{"extensionStatus", extensionStatuses})
	if err != nil {
		return result{}, err
	}
	found := without(c.company.allPhones(), func(p Phone) bool {
		return !c.canSeePhone(p) || !filters["usageType"].wants(p.UsageType) || !filters["status"].wants(statusNormal) ||
			!filters["paymentType"].wants(paymentLocal) || !c.ownerHasStatus(p, filters["extensionStatus"])
	})
	return pageOf(c, found, func(p Phone) any { return c.showCompanyPhone(p) })
}

func (c *call) canSeePhone(p Phone) bool {
	return c.user.Admin || p.OwnerID == "" || p.OwnerID == c.user.ID || p.UsageType == "DirectNumber"
}

func (c *call) ownerHasStatus(p Phone, statuses filter) bool {
	return len(statuses) == 0 || statuses.wants(c.company.statusOf(p.OwnerID))
}

func (c *call) showPhone(p Phone) phoneInfo {
	return phoneInfo{
		URI: c.accountURI() + "/phone-number/" + decimal(p.ID), ID: p.ID, PhoneNumber: p.Number,
		PaymentType: paymentLocal, Type: "VoiceFax", UsageType: p.UsageType, Status: statusNormal,
		Location: "Redwood City, CA", Primary: p.Primary,
	}
}

func (c *call) showOwnPhone(p Phone) phoneInfo {
	info := c.showPhone(p)
	info.Country = c.briefCountry()
	info.Features = []string{"CallerId"}
	if p.OwnerID != "" {
		info.Features = []string{"CallerId", "SmsSender"}
	}
	return info
}

func (c *call) showCompanyPhone(p Phone) phoneInfo {
	info := c.showPhone(p)
	if owner := c.company.byID(p.OwnerID); owner != nil {
		info.Extension = c.refTo(owner)
	}
	return info
}

func (c *call) refTo(e *Extension) *extensionRef {
	return &extensionRef{c.extensionURI(e), json.Number(e.ID), e.Number}
}

func (c *call) briefCountry() *country {
	return &country{ID: "1", URI: c.dictionaryURI("country/1"), Name: "United States"}
}
