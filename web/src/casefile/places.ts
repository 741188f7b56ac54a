const regions = new Intl.DisplayNames(['en'], { type: 'region' })

/** The English name of a country that is given by its ISO 3166 code; anything else as it is. */
export function countryName(country: string): string {
  if (!/^[A-Za-z]{2}$/.test(country)) return country
  return regions.of(country.toUpperCase()) ?? country
}

/** A place in words: "Lagos, Nigeria", or whichever of both is known. */
export function placeName({ city = '', country = '' }: { city?: string; country?: string }): string {
  return [city, countryName(country)].filter((part) => part !== '').join(', ')
}
