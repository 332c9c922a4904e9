// Package sweep reads an account: the list of its extensions, and then, extension by
// extension, where each forwards calls. What it reads goes into an index.
//
// A sweep keeps within a share of the rate limits, so that a person can work meanwhile,
// and leaves off anywhere: the next one goes on where the index ends.
//
// What is known of the service is cited by section from the dossier
// (../../shared/api/README.md); section 16 has what reading an account costs.
package sweep
