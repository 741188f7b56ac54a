-- What finds detections that were kept long enough, and what belongs to them. See
-- docs/decisions/0011-retention.md.

-- +goose Up
CREATE INDEX detections_loose ON detections (tenant, status, received_at, arrival) WHERE status <> 'in_case';
CREATE INDEX detection_folds_by_target ON detection_folds (tenant, target);
CREATE INDEX case_bars_by_detection ON case_bars (tenant, arrival);

-- +goose Down
DROP INDEX case_bars_by_detection;
DROP INDEX detection_folds_by_target;
DROP INDEX detections_loose;
