/**
 * Verbs that say how one thing stands to another, with the use that the second thing serves. "The person riding …" looks
 * for things to ride that the person touches.
 */
export interface VerbRelation {
  /** The use of the object, or undefined when anything may be the object. */
  readonly use?: string;
  /** How the boxes of the two stand when the verb holds: any of these. */
  readonly predicates: readonly ('on' | 'overlapping' | 'near' | 'inside' | 'above' | 'below')[];
}

/** Hands and bodies overlap what they hold and ride; mere nearness would be too little to say so. */
const touching = ['overlapping'] as const;

export const VERB_RELATIONS: ReadonlyMap<string, VerbRelation> = new Map<string, VerbRelation>([
  ['ride', { use: 'ride', predicates: touching }],
  ['mount', { use: 'ride', predicates: touching }],
  ['drive', { use: 'drive', predicates: touching }],
  ['hold', { use: 'hold', predicates: touching }],
  ['carry', { use: 'hold', predicates: touching }],
  ['grab', { use: 'hold', predicates: touching }],
  ['use', { use: 'hold', predicates: touching }],
  ['wear', { use: 'wear', predicates: ['overlapping', 'inside'] }],
  ['eat', { use: 'eat', predicates: touching }],
  ['bite', { use: 'eat', predicates: touching }],
  ['drink', { use: 'drink', predicates: touching }],
  ['read', { use: 'read', predicates: touching }],
  ['watch', { use: 'watch', predicates: touching }],
  ['throw', { use: 'throw', predicates: touching }],
  ['kick', { use: 'kick', predicates: touching }],
  ['catch', { use: 'throw', predicates: touching }],
  ['hit', { use: 'kick', predicates: touching }],
  ['swing', { use: 'hit a ball', predicates: touching }],
  ['fly', { use: 'fly', predicates: touching }],
  ['cut', { use: 'eat', predicates: touching }],
  ['slice', { use: 'eat', predicates: touching }],
  ['row', { use: 'travel on water', predicates: touching }],
  ['pull', { predicates: touching }],
  ['push', { predicates: touching }],
  ['touch', { predicates: touching }],
  ['pet', { predicates: touching }],
  ['hug', { predicates: touching }],
  ['walk', { use: 'be walked', predicates: ['near'] }],
  ['lead', { predicates: ['near'] }],
  ['follow', { predicates: ['near'] }],
  ['approach', { predicates: ['near'] }],
  ['face', { predicates: ['near'] }],
  ['cover', { predicates: ['overlapping'] }],
  ['overlap', { predicates: ['overlapping'] }],
  ['play', { use: 'play with', predicates: touching }],
]);

/**
 * Verbs of posture and happening: they add nothing that boxes can show, so "birds standing on …" is read as "birds on …".
 */
export const POSTURE_VERBS: ReadonlySet<string> = new Set(
  `sit stand lie lean rest sleep park hang wait stay live rise place put lay locate position situate perch mount crouch kneel
  set leave keep stack pile arrange line lie float swim walk run jump move travel drive graze drink eat play look
  gather pose smile grin talk chat laugh work cook bake type fall fly land take go come hide appear happen relax
  turn open close face point fill mean need want seem surround swing turn cross race gallop trot crowd stop
  feed drift sail cruise surf skate ski ride drop stick attach contain visit belong remain
  tell show give keep protect make help let produce provide indicate warn mean need control regulate bring dock moor tether board enter exit watch read hold carry wear pull push throw catch hit kick cut`
    .split(/\s+/)
    .filter((verb) => verb !== ''),
);
