package api

import "sync"

// Texts that several sentences share.
const (
	askRole      = "Ask an administrator to add it to your role in the Admin Portal, under Users > Roles > User Settings > Messages & Notifications."
	askScope     = "Add it in the developer console (the app's page, Settings > App permissions), then sign in again."
	askPlan      = "Ask an administrator about the account's service plan."
	askGrant     = "Allow this sign-in method for the app in the developer console, under Settings > Auth (authorization code, JWT, refresh tokens)."
	askClient    = "Check the client id and secret (typed, or in RC_APP_CLIENT_ID and RC_APP_CLIENT_SECRET) against the app's page in the developer console. They must be for this server."
	askUser      = "JWT: create a new one in the developer console under Credentials, for this app and server. Password: check the password, the user name and the extension."
	askLogin     = "Sign in again."
	askCode      = "A code works once, for one minute. Sign in again and paste the new address at once."
	askReload    = "Reload. If you typed the id, check it."
	askDevice    = "Choose another device."
	askAdmin     = "Ask an administrator."
	askLater     = "Wait {wait}, then try again."
	askUnlock    = "Ask an administrator to unlock it, or wait and sign in again."
	askRedirect  = "Add the exact URI in the developer console, on the app's page under Settings > Auth."
	askOwnApp    = "Reload. If that does not help, fix the rule in the RingCentral app."
	askReport    = "This is a bug in rcfwd. Please report it with the request."
	tooMany      = "RingCentral accepts no more requests for now."
	tokenIsGone  = "The sign-in has expired or was ended."
	noRulesHere  = "This type of extension has no rules."
	serviceFails = "RingCentral has an internal problem."
)

// sentences returns every code of tables 2, 4 and 7.4 of the dossier with what it means.
var sentences = sync.OnceValue(func() map[string]Advice {
	return map[string]Advice{
		// Forwarding numbers.
		"FPN-102": {"Another number already has this label.", "Choose a different label.", FieldLabel},
		"FPN-103": {"The extension already has 10 forwarding numbers, the maximum.", "Remove one first.", ""},
		"FPN-104": {"The extension already has 7 numbers of type Other, the maximum.", "Remove one first, or add this one as Home, Mobile or Work.", FieldType},
		"FPN-105": {"This number belongs to your own company.", "Use a number outside the company, or add the extension to a ring group in the Admin Portal.", FieldPhone},
		"FPN-106": {"Another number has this flip digit.", "Choose a free digit, or swap the two.", FieldFlip},
		"FPN-107": {"Device lines cannot be removed.", "Remove the device in the Admin Portal, under Phones & Devices.", ""},
		"FPN-108": {"This is an international number, and international calling is off.", "Ask an administrator to allow it in the Admin Portal, under Phone System > International Calling.", FieldPhone},
		"FPN-109": {"A phone line needs a device.", "Choose the device.", FieldDevice},
		"FPN-110": {"The phone number is missing.", "Enter a phone number.", FieldPhone},
		"FPN-111": {"This type takes no device.", "Leave the device out, or choose the type phone line.", FieldDevice},
		"FPN-112": {"A phone line takes a device or a number, not both.", "Leave one of them out.", FieldDevice},
		"FPN-113": {"The device does not exist.", "Reload the devices and choose again.", FieldDevice},
		"FPN-114": {"The device is not assigned to a user.", "Assign it in the Admin Portal, under Phone System > Phones & Devices, or choose another.", FieldDevice},
		"FPN-115": {"The device belongs to a shared lines group.", askDevice, FieldDevice},
		"FPN-116": {"A number of type Other needs a label.", "Enter a label.", FieldLabel},
		"FPN-118": {"The device is already in the list.", askDevice, FieldDevice},
		"FPN-119": {"The extension already has a number of this type.", "Edit that one, or add this one as Other.", FieldType},
		"FPN-120": {"No device has this phone number.", "Choose the device from the list.", FieldPhone},
		"FPN-121": {"The device is a free softphone and cannot receive forwarded calls.", askDevice, FieldDevice},
		"FPN-122": {"The label of this type is fixed.", "Leave it, or add the number as Other.", FieldLabel},
		"FPN-124": {"The device of a number cannot be changed.", "Remove the number and add it again.", FieldDevice},
		"FPN-125": {"The type of a number cannot be changed.", "Remove the number and add it again.", FieldType},
		"AWR-180": {"The extension has a fax-only plan, which forwards no calls.", askPlan, ""},
		"AWR-100": {"The steps are not numbered one after another.", askReport, ""},
		"AWR-106": {"A greeting is in the rule twice.", askOwnApp, ""},
		"AWR-111": {"The rule has no condition left.", askOwnApp, ""},
		"AWR-113": {"A called number is in the rule twice.", askOwnApp, ""},
		"AWR-120": {"The rule follows the business hours and has no other condition.", askOwnApp, ""},
		"AWR-123": {"A greeting of the rule is of the wrong type.", askOwnApp, ""},
		"AWR-124": {"A greeting of the rule does not exist.", askOwnApp, ""},
		"AWR-136": {"A step of the rule has no number.", "Remove the step, or add a number.", ""},
		"AWR-137": {"A step of the rule has no position.", askReport, ""},
		"AWR-138": {"The rule is for a number of the contact center, which cannot have rules.", askOwnApp, ""},
		"AWR-139": {"The rule does not set how often the hold audio is interrupted.", askOwnApp, ""},
		"AWR-140": {"The rule sets how often the hold audio is interrupted, but the audio is not interrupted.", askOwnApp, ""},
		"AWR-144": {"An agent of the rule's queue does not exist.", askOwnApp, ""},
		"AWR-147": {"A greeting of the rule is not for this type of extension.", askOwnApp, ""},
		"AWR-148": {"The agents of the rule are not the members of the queue.", askOwnApp, ""},
		"AWR-179": {"The name of the rule is longer than 127 characters.", "Shorten it.", ""},
		"AWR-191": {noRulesHere, "Open the extension of a user.", ""},
		"AWR-192": {noRulesHere, "Open the extension of a user.", ""},
		"AWR-193": {noRulesHere, "Open the extension of a user.", ""},
		"BIL-101": {"The service plan does not include {feature}.", askPlan, ""},

		// Requests in general.
		"CMN-101": {"RingCentral does not accept {param}.", "Correct it and try again.", ""},
		"CMN-102": {"{thing} does not exist or was removed.", askReload, ""},
		"CMN-103": {"RingCentral could not read the request.", askReport, ""},
		"CMN-104": {"RingCentral could not read the request.", askReport, ""},
		"CMN-106": {"The request names too many ids.", askReport, ""},
		"CMN-109": {"The feature {feature} is not available here.", askPlan, ""},
		"CMN-120": {"The server does not know this address.", "Check the server address.", ""},
		"CMN-201": {"RingCentral is temporarily unavailable.", askLater, ""},
		"CMN-202": {"The server does not support this.", "Check the server address.", ""},
		"CMN-203": {serviceFails, "Try again in a moment. If the problem stays, see status.ringcentral.com.", ""},
		"CMN-301": {tooMany, askLater, ""},
		"CMN-302": {tooMany, askLater, ""},
		"CMN-303": {tooMany, askLater, ""},
		"CMN-304": {"The same request is already in progress.", askLater, ""},
		"CMN-310": {"RingCentral is receiving too many requests overall.", askLater, ""},

		// Live calls (dossier sections 12 and 13). RingCentral publishes no codes of
		// call control; TAS-106 was seen in the field.
		"TAS-106": {"RingCentral does not allow this for the call in its current state.", "Reload and check that the call is your own.", ""},
		"WSG-902": {"RingCentral closed the connection because it was idle.", "", ""},
		"WSG-903": {"RingCentral closed the connection after a day, as it always does.", "", ""},

		// Permissions.
		"CMN-401":                 {"The app lacks the permission {permission}.", askScope, ""},
		"CMN-402":                 {"Only an administrator may do this.", askAdmin, ""},
		"CMN-403":                 {"This type of extension has no call forwarding.", "Open the extension of a user.", ""},
		"CMN-404":                 {"RingCentral answers this only for your own extension.", "Open your own extension.", ""},
		"CMN-405":                 {"The sign-in does not belong to an extension.", "Sign in as a user with an extension.", ""},
		"CMN-408":                 {"Your user lacks the permission {permission}.", askRole, ""},
		"CMN-419":                 {"Your permission {permission} is for your own extension only.", "Ask an administrator to widen its scope in the Admin Portal, under Users > Roles.", ""},
		"CMN-427":                 {"The feature {feature} is not available for this extension.", "Ask an administrator to turn it on in the Admin Portal, under Users > the user > Phone System.", ""},
		"CMN-468":                 {"The account has moved to new call handling and has other rules now.", "Reload and check.", ""},
		"InsufficientPermissions": {"The permission {permission} is missing.", askRole, ""},

		// Tokens and sign-in.
		"AGW-401":      {"The request reached RingCentral without a sign-in.", "Sign in again. A proxy may have removed the sign-in.", ""},
		"TokenInvalid": {tokenIsGone, askLogin, ""},
		"OAU-101":      {"RingCentral does not know the brand.", askReport, ""},
		"OAU-102":      {"RingCentral could not issue a sign-in code.", askGrant, ""},
		"OAU-105":      {"This type of extension may not sign in.", "Sign in as a user.", ""},
		"OAU-106":      {"The sign-in code is not valid.", askCode, ""},
		"OAU-108":      {"The sign-in code has expired.", askCode, ""},
		"OAU-109":      {"The redirect URI does not belong to the app.", askRedirect, ""},
		"OAU-110":      {"The sign-in code was made for another app.", askLogin, ""},
		"OAU-111":      {"RingCentral found a parameter twice.", askReport, ""},
		"OAU-112":      {"The app may not use this sign-in method.", askGrant, ""},
		"OAU-113":      {"The app has no redirect URI.", askRedirect, ""},
		"OAU-125":      {"The app may not use this sign-in method.", askGrant, ""},
		"OAU-128":      {tokenIsGone, askLogin, ""},
		"OAU-129":      {"The access token is damaged.", askLogin, ""},
		"OAU-134":      {"RingCentral cannot read the app's credentials.", askClient, ""},
		"OAU-136":      {"The extension does not exist.", "Check the user name and the extension.", ""},
		"OAU-140":      {"The user's credentials are not accepted.", askUser, ""},
		"OAU-141":      {"The extension's state does not allow signing in.", "Ask an administrator to enable the extension.", ""},
		"OAU-142":      {"The account's state does not allow signing in.", "Ask an administrator about the account.", ""},
		"OAU-146":      {"The app's credentials are not accepted.", askClient, ""},
		"OAU-147":      {"The account is locked after too many failed sign-ins.", askUnlock, ""},
		"OAU-148":      {"The account is locked after too many failed sign-ins.", "Sign in with single sign-on.", ""},
		"OAU-149":      {"The access token cannot be read.", askLogin, ""},
		"OAU-151":      {"RingCentral does not accept this kind of sign-in here.", "Sign in as a user with an extension.", ""},
		"OAU-153":      {"RingCentral does not know the app.", askClient, ""},
		"OAU-168":      {"A password is not enough: the account requires a second factor.", "Sign in with a JWT.", ""},
		"OAU-213":      {tokenIsGone, askLogin, ""},
		"OAU-250":      {"RingCentral does not know this sign-in method.", "Check the server address.", ""},
		"OAU-251":      {"The app may not use this sign-in method.", askGrant, ""},

		// What OAuth says without a code.
		"access_denied":          {"The sign-in was declined in the browser.", "Sign in again and allow the app.", ""},
		"invalid_client":         {"RingCentral does not accept the app.", askClient, ""},
		"invalid_grant":          {"RingCentral does not accept the credentials.", askUser, ""},
		"unauthorized_client":    {"The app may not use this sign-in method.", askGrant, ""},
		"unsupported_grant_type": {"RingCentral does not know this sign-in method.", "Check the server address.", ""},
	}
})
