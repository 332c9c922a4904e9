package api

import _ "time/tzdata" // Windows has no database of time zones
