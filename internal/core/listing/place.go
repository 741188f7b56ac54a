package listing

import (
	"slices"

	"caseweave/internal/core/casefile"
	"caseweave/internal/core/detection"
	"caseweave/internal/core/fold"
)

// PlaceOfCase is where a case stands in a list in one of casefile.Sorts, as every
// store's cursors say it, but for their Sort.
func PlaceOfCase(c *casefile.Case, sort string) Cursor {
	p := Cursor{ID: c.Number}
	switch sort {
	case "updated_at":
		p.Number = c.UpdatedAt.UnixMicro()
	case "created_at":
		p.Number = c.CreatedAt.UnixMicro()
	case "severity":
		p.Number = int64(slices.Index(casefile.Severities, c.Severity))
	case "status":
		p.Number = int64(slices.Index(casefile.Statuses, c.Status))
	case "score":
		p.Number = int64(c.Score)
	case "detection_count":
		p.Number = int64(c.DetectionCount)
	case "priority":
		p.Text = string(c.Priority)
	case "assignee":
		p.Text = c.AssigneeOrder()
	}
	return p
}

// PlaceOfDetection is the same of a detection in one of detection.Sorts.
func PlaceOfDetection(d *detection.Detection, sort string) Cursor {
	p := Cursor{ID: d.Arrival}
	switch sort {
	case "created_at":
		p.Number = d.CreatedAt.UnixMicro()
	case "received_at":
		p.Number = d.ReceivedAt.UnixMicro()
	case "severity":
		p.Number = int64(d.Severity)
	case "source":
		p.Text = fold.String(d.Source)
	case "type":
		p.Text = fold.String(d.Type)
	}
	return p
}
