"""Words of the inspection's templates."""
