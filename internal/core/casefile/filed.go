package casefile

import "caseweave/internal/core/detection"

// Filed is a detection with the cases that it belongs to, in ascending order.
type Filed struct {
	detection.Detection
	Cases []uint64
}

// MaxAssets is how many hosts, and how many users, Assets names.
const MaxAssets = 50

// Assets are the hosts and users that a case's detections speak of: the first
// MaxAssets of each in alphabetical order, and how many distinct ones there are.
type Assets struct {
	Hosts, Users         []string
	HostCount, UserCount int
}
