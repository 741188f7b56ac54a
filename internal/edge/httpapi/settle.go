package httpapi

import (
	"context"

	"caseweave/internal/core/access"
	"caseweave/internal/core/command"
	"caseweave/internal/core/detection"
)

// Settling gives detections a status.
type Settling struct {
	DetectionIDs
	Status settlement `json:"status" doc:"Closed: somebody is done with them. Ignored: nobody needs to look at them. Open: they count again, in their case where they have one."`
	Note   string     `json:"note,omitempty" maxLength:"4096" doc:"Why; it stands in the history."`
}

// DetectionsSettled says what came of giving detections a status.
type DetectionsSettled struct {
	Changed []string `json:"changed"`
	Already []string `json:"already" doc:"Those that had the status before."`
}

func (s *Server) registerSettling() {
	register(s, operation{
		method: "PATCH", path: tenantPath + "/detections", id: "settle-detections", summary: "Close detections, ignore them, or let them count again",
		about: "What they are in stays as it is, and its history tells. Rules are not tried on them again.",
		needs: needs(access.WriteCases), takes: Settling{DetectionIDs: DetectionIDs{[]string{"d00000000002a"}}, Status: settlement(detection.Closed), Note: "A test."},
		gives: DetectionsSettled{Changed: []string{"d00000000002a"}, Already: []string{}},
	}, s.settleDetections)
}

type settleDetectionsInput struct {
	InTenant
	Body Settling
}

func (s *Server) settleDetections(ctx context.Context, v visit, in *settleDetectionsInput) (DetectionsSettled, error) {
	if err := checkIDs(in.Body.Detections); err != nil {
		return DetectionsSettled{}, err
	}
	done, err := s.carryOut(ctx, v, command.Command{
		Kind: command.SettleDetections, Detections: in.Body.Detections, Settled: detection.Status(in.Body.Status), Note: in.Body.Note,
	})
	return DetectionsSettled{Changed: list(done.Detections), Already: list(done.Already)}, err
}
