// Package audit finds what is risky about the forwarding of a whole account, from its index:
// what package risk knows about each number that calls can go to, and what only all
// extensions together show, such as hubs, leavers and loops. It sends nothing.
package audit
