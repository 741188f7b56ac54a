package casefile

import "caseweave/internal/core/detection"

// Filed is a detection with the cases that it belongs to, in ascending order.
type Filed struct {
	detection.Detection
	Cases []uint64
}
